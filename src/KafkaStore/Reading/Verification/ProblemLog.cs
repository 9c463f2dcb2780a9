using KafkaStore.Reading.Heads;

namespace KafkaStore.Reading.Verification;

/// <summary>Collects what several partitions' checks find at a time.</summary>
public sealed class ProblemLog
{
    private readonly Lock gate = new();
    private readonly List<ArchiveProblem> problems = [];

    public void Add(ArchiveName name, long? offset, ProblemKind kind, string reason) => Add(name.ToString(), offset, kind, reason);

    /// <summary>What is otherwise than it was.</summary>
    public void Add(HeadDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        ProblemKind kind = difference.Kind switch
        {
            HeadDifferenceKind.CutOff => ProblemKind.CutOff,
            HeadDifferenceKind.OtherHistory => ProblemKind.OtherHistory,
            _ => ProblemKind.Gone,
        };
        Add(difference.Object, difference.Offset, kind, difference.Reason);
    }

    public void Add(string name, long? offset, ProblemKind kind, string reason)
    {
        lock (gate)
            problems.Add(new ArchiveProblem(name, offset, kind, reason));
    }

    /// <summary>All so far, by name and offset.</summary>
    public IReadOnlyList<ArchiveProblem> Sorted()
    {
        lock (gate)
        {
            return
            [
                .. problems
                    .OrderBy(problem => problem.Object, StringComparer.Ordinal)
                    .ThenBy(problem => problem.Offset ?? -1)
                    .ThenBy(problem => problem.Kind),
            ];
        }
    }
}
