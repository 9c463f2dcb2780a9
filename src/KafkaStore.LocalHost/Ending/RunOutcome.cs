namespace KafkaStore.LocalHost.Ending;

/// <summary>What a run that has ended leaves to be said.</summary>
/// <param name="Shortfalls">By partition; empty where all that was asked for is archived, or staged where it is not to be archived yet.</param>
public sealed record RunOutcome(IReadOnlyList<PartitionShortfall> Shortfalls);

/// <summary>Something of a partition that was asked for and is not archived.</summary>
/// <param name="What">What, why, and what to do: a sentence or several.</param>
public sealed record PartitionShortfall(TopicPartition Partition, string What)
{
    /// <summary>Whose it is: the partition's name, or the topic's where it is all of it.</summary>
    public string Of => Partition.Partition < 0 ? Partition.Topic : Partition.ToString();
}
