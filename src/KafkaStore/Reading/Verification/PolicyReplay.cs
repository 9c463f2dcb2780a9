namespace KafkaStore.Reading.Verification;

/// <summary>Asks an object's own policy, record by record, whether the object ends where it should and for the reason it says.</summary>
internal sealed class PolicyReplay(SegmentPolicy policy)
{
    private OpenSegment open;
    private RollReason? ended;

    /// <summary>The first thing that the policy would have done otherwise; null while there is none.</summary>
    public string? Problem { get; private set; }

    /// <summary>Its offset.</summary>
    public long? ProblemOffset { get; private set; }

    public void Add(long offset, long timestamp, int encodedBytes)
    {
        if (Problem is not null)
            return;
        if (ended is { } early)
            Fail(offset, $"by its policy ({policy}) the object ends by {early} before offset {offset}");
        else if (open.EndsBefore(timestamp, policy))
            Fail(offset, $"by its policy ({policy}) offset {offset} begins the next object, for Age");
        else
            ended = open.Append(timestamp, encodedBytes, policy);
    }

    /// <summary>After the last record.</summary>
    public void Complete(RollReason said, long nextOffset)
    {
        if (Problem is not null || ended == said)
            return;
        if (ended is { } reached)
            Fail(nextOffset - 1, $"its header says that it ended by {said}; by its policy ({policy}) it ended by {reached}");
        else if (said is RollReason.Size or RollReason.Count)
            Fail(nextOffset - 1, $"its header says that it ended by {said}, which by its policy ({policy}) it had not reached");
    }

    /// <summary>Whether a record of this timestamp is one to begin the next object with, when this one ended by age.</summary>
    public bool IsTooYoung(long timestamp) => !open.EndsBefore(timestamp, policy);

    private void Fail(long offset, string problem)
    {
        Problem = problem;
        ProblemOffset = offset;
    }
}
