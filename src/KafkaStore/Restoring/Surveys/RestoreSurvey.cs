using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Surveys;

/// <summary>What there is to restore, where to, and what is in the way.</summary>
/// <param name="Plan">As it was, but every range ends where the archive does now.</param>
/// <param name="Partitions">Of the plan, in its order.</param>
/// <param name="Topics">Where they go, by name.</param>
/// <param name="Findings">All that is in the way, whether it is to be minded or not.</param>
public sealed record RestoreSurvey(
    RestorePlan Plan,
    IReadOnlyList<SurveyedPartition> Partitions,
    IReadOnlyList<SurveyedTopic> Topics,
    IReadOnlyList<SurveyFinding> Findings
)
{
    public long Records => Partitions.Sum(partition => partition.Records);

    /// <summary>For whoever writes it.</summary>
    internal WriterLimits Limits =>
        new(Partitions.Max(partition => partition.Largest?.AtLeast) ?? 0, Topics.Min(topic => topic.Effective.MostBytes) ?? long.MaxValue);
}
