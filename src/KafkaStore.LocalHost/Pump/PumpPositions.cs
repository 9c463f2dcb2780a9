using KafkaStore.Generations;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// How far each partition was read. The pump reads every partition in order, so what lies between two items of it is
/// proved empty without asking anybody.
/// </summary>
internal sealed class PumpPositions
{
    private readonly Dictionary<TopicPartition, long> next = [];
    private readonly HashSet<TopicPartition> left = [];
    private readonly Dictionary<TopicPartition, TopicPartition> generations = []; // by what Kafka calls it

    public IReadOnlyDictionary<TopicPartition, long> Next => next;

    /// <summary>The partitions that are this process's to look after, read or not.</summary>
    public IEnumerable<TopicPartition> Assigned => next.Keys.Concat(left);

    /// <summary>Those of them of which nothing more is read.</summary>
    public IReadOnlyCollection<TopicPartition> Left => left;

    /// <summary>One generation of a partition is read: any other is this process's no longer.</summary>
    public void Set(TopicPartition partition, long offset)
    {
        TopicPartition named = KafkaTopic.Of(partition);
        if (generations.TryGetValue(named, out TopicPartition other) && other != partition)
            Remove(other);
        generations[named] = partition;
        left.Remove(partition);
        next[partition] = offset;
    }

    /// <summary>Nothing more is read of it, and it stays this process's.</summary>
    public void Leave(TopicPartition partition)
    {
        if (next.Remove(partition))
            left.Add(partition);
    }

    /// <summary>It is this process's no longer.</summary>
    public void Remove(TopicPartition partition)
    {
        next.Remove(partition);
        left.Remove(partition);
    }

    /// <summary>Nothing of the topic is this process's any longer, whichever generation it was.</summary>
    /// <param name="topic">Kafka's name.</param>
    public void RemoveTopic(string topic)
    {
        foreach (TopicPartition partition in Assigned.Where(partition => KafkaTopic.Of(partition.Topic) == topic).ToArray())
            Remove(partition);
    }

    /// <summary>Moves past a record or an end of partition; what is empty before it, if anything.</summary>
    public OffsetRange Advance(TopicPartition partition, LogItem item)
    {
        long from = next[partition];
        next[partition] = Math.Max(from, item.Kind == LogItemKind.Record ? item.Offset + 1 : item.Offset);
        return new OffsetRange(from, item.Offset);
    }

    /// <summary>Everything below these ends was read, but of what was left; of a partition that is not assigned yet, nothing was.</summary>
    public bool HaveReached(IEnumerable<LogBounds> ends) =>
        ends.All(end => next.TryGetValue(end.Partition, out long reached) ? reached >= end.End : left.Contains(end.Partition));
}
