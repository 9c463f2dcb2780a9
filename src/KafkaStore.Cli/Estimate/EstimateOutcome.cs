using KafkaStore.Estimating;

namespace KafkaStore.Cli.Estimate;

/// <summary>All that was found.</summary>
/// <param name="Topics">In the order of their names; those that are empty, too.</param>
/// <param name="Costs">Of each cloud; empty where no month can be told.</param>
/// <param name="Warnings">In the order of the topics.</param>
/// <param name="Objects">Of all partitions that were read whole, if they were asked for.</param>
internal sealed record EstimateOutcome(
    IReadOnlyList<TopicForecast> Topics,
    IReadOnlyList<MonthlyCost> Costs,
    StagingForecast Staging,
    IReadOnlyList<EstimateWarning> Warnings,
    IReadOnlyList<PredictedObject> Objects
)
{
    public IEnumerable<PartitionForecast> Partitions => Topics.SelectMany(topic => topic.Partitions);
}
