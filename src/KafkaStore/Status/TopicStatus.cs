using KafkaStore.Markers;

namespace KafkaStore.Status;

/// <summary>Where the partitions of a topic, or of a later generation of one, stand.</summary>
/// <param name="Topic">With its generation.</param>
/// <param name="Identity">Which topic of Kafka's it is, where the brokers give ids.</param>
/// <param name="IsFormer">Whether a later generation has taken its place.</param>
/// <param name="Partitions">Ascending.</param>
public sealed record TopicStatus(string Topic, NotedGeneration? Identity, bool IsFormer, IReadOnlyList<PartitionStatus> Partitions)
{
    /// <summary>What the brokers say against it, such as that they have no topic of that name.</summary>
    public string? Trouble { get; init; }
}
