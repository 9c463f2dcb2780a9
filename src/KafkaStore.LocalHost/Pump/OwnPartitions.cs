namespace KafkaStore.LocalHost.Pump;

/// <summary>In a shared group: the partitions that the group has given to this process; every other one has its own owner.</summary>
internal sealed class OwnPartitions : IPartitionScope
{
    private volatile IReadOnlySet<TopicPartition> own = new HashSet<TopicPartition>();

    public void Set(IEnumerable<TopicPartition> partitions) => own = partitions.ToHashSet();

    public bool Includes(TopicPartition partition) => own.Contains(partition);
}
