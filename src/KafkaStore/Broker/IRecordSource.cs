namespace KafkaStore.Broker;

/// <summary>
/// One read-committed consumer over several partitions, owned by the local host: each partition's records come in
/// order, so what lies between two of them is proved empty.
/// </summary>
public interface IRecordSource : IAsyncDisposable
{
    /// <summary>Reads these partitions from these offsets (inclusive) from now on, in place of what it read before.</summary>
    public Task AssignAsync(IReadOnlyDictionary<TopicPartition, long> positions, CancellationToken cancellationToken);

    /// <summary>
    /// Goes on with a partition whose offset was out of range or unreadable, from this one (inclusive); the others go on where they
    /// are. Nothing comes of that partition before, and nothing happens where it is not read any more.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">Not now: a group may be about to take the partition away.</exception>
    public Task MoveAsync(TopicPartition partition, long offset, CancellationToken cancellationToken);

    /// <summary>
    /// Joins the consumer group instead, and reads what the group gives it: <see cref="LogItemKind.Assigned"/> and
    /// <see cref="LogItemKind.Revoked"/> then say which partitions these are. A process that was away for too long finds its
    /// partitions revoked when it reads again.
    /// </summary>
    /// <param name="topics">Whose partitions are shared.</param>
    /// <param name="resume">Where a partition goes on, inclusive; asked at every assignment.</param>
    public Task SubscribeAsync(
        IReadOnlyCollection<string> topics,
        Func<TopicPartition, Task<long>> resume,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// The next items, as many as come within the limits: returns as soon as one limit is reached or nothing more came for
    /// a moment; an empty list when nothing came within <paramref name="patience"/>. Each partition's items are in offset
    /// order. <see cref="LogItemKind.Nothing"/> never appears in it.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">No broker of the cluster can be reached.</exception>
    public ValueTask<SourceItems> ReadAsync(BatchLimits limits, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>
    /// The end of a partition's log, exclusive, as the last answer with records of it said, without asking anybody; what open transactions
    /// hold back counts. May be called at any time. Null where nothing was answered of it yet, or it is not read.
    /// </summary>
    public long? SeenEnd(TopicPartition partition);

    /// <summary>Lets <paramref name="next"/> be committed under the consumer group; everything below it is durably accepted.</summary>
    public void StoreOffset(TopicPartition partition, long next);

    /// <summary>Commits the stored offsets now; failing to is no error to the caller (it is reported by the source itself).</summary>
    public Task CommitAsync(CancellationToken cancellationToken);
}

/// <param name="Partition">Where it was read.</param>
/// <param name="Item">A record, an end of partition, an offset out of range or one that can't be read.</param>
public readonly record struct SourceItem(TopicPartition Partition, LogItem Item);

/// <param name="MaximumRecords">Records in a batch at most.</param>
/// <param name="MaximumBytes">Bytes of keys and values in a batch at most, but for the record that crosses it.</param>
public readonly record struct BatchLimits(int MaximumRecords, long MaximumBytes);
