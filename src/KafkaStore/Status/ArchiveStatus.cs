namespace KafkaStore.Status;

/// <summary>Where an archive stands.</summary>
/// <param name="AskedAt">When that was looked at.</param>
/// <param name="Topics">In ordinal order.</param>
public sealed record ArchiveStatus(DateTimeOffset AskedAt, IReadOnlyList<TopicStatus> Topics)
{
    /// <summary>Why nobody knows what the brokers have; null where they answered or were not asked.</summary>
    public string? BrokerTrouble { get; init; }

    /// <summary>Why nobody knows what is staged; null where that is known or nobody looked.</summary>
    public string? StagingTrouble { get; init; }

    public IEnumerable<PartitionStatus> Partitions => Topics.SelectMany(topic => topic.Partitions);
}
