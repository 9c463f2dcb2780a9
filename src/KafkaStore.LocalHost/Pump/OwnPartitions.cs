using KafkaStore.Generations;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// In a shared group: the partitions that the group has given to this process, whichever generation; every other one has its own owner.
/// </summary>
internal sealed class OwnPartitions : IPartitionScope
{
    private volatile IReadOnlySet<TopicPartition> own = new HashSet<TopicPartition>();

    public void Set(IEnumerable<TopicPartition> partitions) => own = partitions.Select(KafkaTopic.Of).ToHashSet();

    public bool Includes(TopicPartition partition) => own.Contains(KafkaTopic.Of(partition));
}
