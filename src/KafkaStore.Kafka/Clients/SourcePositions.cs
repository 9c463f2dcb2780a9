using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Clients;

/// <summary>
/// Where each assigned partition's next item must lie. Gaps count as proved empty, so nothing that was fetched under an
/// earlier assignment, or came twice, may get through.
/// </summary>
internal sealed class SourcePositions(ILogger logger)
{
    private readonly Dictionary<TopicPartition, Position> positions = [];

    public void Add(TopicPartition partition, long next) => positions[partition] = new Position(partition) { Next = next };

    public void Remove(TopicPartition partition) => positions.Remove(partition);

    public void Reset(IReadOnlyDictionary<TopicPartition, long> assigned)
    {
        positions.Clear();
        foreach ((TopicPartition partition, long next) in assigned)
        {
            positions.Add(partition, new Position(partition) { Next = next });
        }
    }

    /// <summary>The positions that are read from: neither out of range nor unreadable.</summary>
    public IReadOnlyCollection<KeyValuePair<TopicPartition, long>> Read =>
        [
            .. positions
                .Where(entry => !entry.Value.IsStopped)
                .Select(entry => new KeyValuePair<TopicPartition, long>(entry.Key, entry.Value.Next)),
        ];

    /// <summary>False for a partition that is not assigned any more.</summary>
    public bool Move(TopicPartition partition, long next)
    {
        if (!positions.ContainsKey(partition))
        {
            return false;
        }
        Add(partition, next);
        return true;
    }

    /// <summary>Whether the item is the partition's next one; it then carries the assigned partition's own name.</summary>
    public bool Accept(ref SourceItem item)
    {
        LogItem found = item.Item;
        if (!positions.TryGetValue(item.Partition, out Position? position))
        {
            Log.StaleItemDropped(logger, item.Partition.ToString(), found.Offset, -1);
            return false;
        }
        // A damaged batch may begin before the position. Nothing of a partition that stands may come before it is moved.
        if (position.IsStopped || (found.Offset < position.Next && found.Kind != LogItemKind.Unreadable))
        {
            Log.StaleItemDropped(logger, item.Partition.ToString(), found.Offset, position.Next);
            return false;
        }
        if (found.Kind == LogItemKind.OutOfRange)
        {
            position.IsStopped = true;
            found = LogItem.OutOfRange(position.Next);
        }
        else if (found.Kind == LogItemKind.Unreadable)
        {
            position.IsStopped = true;
            found = LogItem.Unreadable(Math.Max(found.Offset, position.Next), found.Reason!);
        }
        else
        {
            position.Next = found.Kind == LogItemKind.Record ? found.Offset + 1 : found.Offset;
        }
        // The client makes a new string of the topic for every record; the assigned one lets them go.
        item = new SourceItem(position.Partition, found);
        return true;
    }

    private sealed class Position(TopicPartition partition)
    {
        public TopicPartition Partition => partition;

        public long Next { get; set; }

        public bool IsStopped { get; set; }
    }
}
