namespace KafkaStore.Archiving;

/// <summary>Which partitions this host's timer looks after.</summary>
public interface IPartitionScope
{
    public bool Includes(TopicPartition partition);
}

/// <summary>All of them: one host archives the topics, or its entities are common to all instances.</summary>
public sealed class AllPartitions : IPartitionScope
{
    public bool Includes(TopicPartition partition) => true;
}
