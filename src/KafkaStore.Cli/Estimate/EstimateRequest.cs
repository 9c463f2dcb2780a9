using KafkaStore.Archiving;
using KafkaStore.Estimating;

namespace KafkaStore.Cli.Estimate;

/// <summary>What is to be estimated.</summary>
/// <param name="Kafka">The brokers.</param>
/// <param name="Topics">Which topics.</param>
/// <param name="Policies">How they are archived.</param>
/// <param name="Sample">How much is read.</param>
internal sealed record EstimateRequest(KafkaClientOptions Kafka, TopicSelection Topics, PolicyChoice Policies, SampleSize Sample)
{
    public required IReadOnlyList<CloudPrices> Prices { get; init; }

    /// <summary>How much the archiver takes at a time.</summary>
    public BatchLimits Batch { get; init; } = LocalHostOptions.DefaultBatch;

    /// <summary>The folder on this machine where it stages; null where that is not said, or lies in a cloud.</summary>
    public string? StagingFolder { get; init; }

    /// <summary>Also every object is told.</summary>
    public bool ListsObjects { get; init; }

    public bool Json { get; init; }
}
