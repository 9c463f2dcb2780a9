namespace KafkaStore.LocalHost.Pump;

/// <summary>A batch on its way from the source to being accepted.</summary>
/// <param name="items">Owned; disposed with this.</param>
internal sealed class DeliveredBatch(SourceItems items) : IDisposable
{
    private readonly RentedList<KeyValuePair<TopicPartition, Record>> records = new();
    private readonly Dictionary<TopicPartition, List<OffsetRange>> empty = [];
    private readonly Dictionary<TopicPartition, long> reached = [];

    public IReadOnlyCollection<KeyValuePair<TopicPartition, Record>> Records => records;

    /// <summary>Of the records' keys and values.</summary>
    public long Bytes { get; private set; }

    /// <summary>What was passed over, since it holds nothing.</summary>
    public IReadOnlyDictionary<TopicPartition, List<OffsetRange>> Empty => empty;

    /// <summary>Up to where, exclusive, each partition is accepted once this batch is; only of those that are still read.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Reached => reached;

    /// <param name="gap">Before the item.</param>
    /// <param name="next">The position behind it.</param>
    public void Add(TopicPartition partition, LogItem item, OffsetRange gap, long next)
    {
        reached[partition] = next;
        if (!gap.IsEmpty)
            (empty.TryGetValue(partition, out List<OffsetRange>? ranges) ? ranges : empty[partition] = []).Add(gap);
        if (item.Record is not { } record)
            return;
        records.Add(new(partition, record));
        Bytes += (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0);
    }

    /// <param name="item">What a group gave or took: what was read of the partition before is no position to commit any more.</param>
    public void Change(TopicPartition partition, LogItem item)
    {
        if (item.Kind == LogItemKind.Revoked)
            reached.Remove(partition);
        else if (item.Kind == LogItemKind.Assigned)
            reached[partition] = item.Offset;
    }

    public void Dispose()
    {
        records.Dispose();
        items.Dispose();
    }
}
