namespace KafkaStore.Broker;

/// <summary>The broker, as the archiver asks it about ranges of offsets. Read-committed throughout.</summary>
public interface IRecordLog
{
    /// <summary>
    /// Log start and read-committed end of every partition of the topics that the broker answers for, in one call to the broker for
    /// each of the two as long as nothing is wrong; and which it does not answer for.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">It does not answer at all.</exception>
    public Task<BoundsAnswer> AskBoundsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken);

    /// <summary>
    /// Read-committed end of one partition, exclusive; null where the broker does not know it, or can't say. Meant to cost the
    /// same however many partitions the topic has.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">The broker did not answer for it.</exception>
    /// <exception cref="UnknownTopicException">The broker has no such topic.</exception>
    public async Task<long?> FindEndAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        (await this.FindBoundsAsync(partition, cancellationToken))?.End;

    /// <summary>A reader of one partition, of its own (no consumer group), not yet positioned.</summary>
    public ILogCursor OpenCursor(TopicPartition partition);
}

/// <summary>Reads one partition forward from the offset it was last sent to.</summary>
public interface ILogCursor : IAsyncDisposable
{
    /// <summary>The next item comes from this offset on.</summary>
    public Task SeekAsync(long offset, CancellationToken cancellationToken);

    /// <summary>The next item; waits a bounded time for it.</summary>
    /// <exception cref="BrokerUnavailableException">The broker is away; as <see cref="UnreadableLogException"/>, what comes next is damaged.</exception>
    public ValueTask<LogItem> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="Partition">Whose bounds these are.</param>
/// <param name="Start">First offset that the broker still has, inclusive.</param>
/// <param name="End">Read-committed end (last stable offset), exclusive.</param>
public readonly record struct LogBounds(TopicPartition Partition, long Start, long End);

/// <summary>What a cursor met.</summary>
/// <param name="Kind">What it is; the last two only come from a source in a consumer group.</param>
/// <param name="Offset">Of the record; of the end of partition (the next offset to come); otherwise the offset asked for.</param>
/// <param name="Record">Only with <see cref="LogItemKind.Record"/>.</param>
public readonly record struct LogItem(LogItemKind Kind, long Offset, Record? Record)
{
    /// <summary>Only with <see cref="LogItemKind.Unreadable"/>: what is wrong there.</summary>
    public string? Reason { get; private init; }

    public static LogItem Of(Record record) => new(LogItemKind.Record, record.Offset, record);

    public static LogItem EndOfPartition(long offset) => new(LogItemKind.EndOfPartition, offset, null);

    public static LogItem OutOfRange(long offset) => new(LogItemKind.OutOfRange, offset, null);

    public static LogItem Unreadable(long offset, string reason) => new(LogItemKind.Unreadable, offset, null) { Reason = reason };

    public static LogItem Nothing(long offset) => new(LogItemKind.Nothing, offset, null);
}

public enum LogItemKind
{
    /// <summary>A record; everything between the offset asked for and it is empty for a read-committed reader.</summary>
    Record,

    /// <summary>The read-committed end; everything before it is empty.</summary>
    EndOfPartition,

    /// <summary>The offset asked for is below the log start or above the log end.</summary>
    OutOfRange,

    /// <summary>Nothing came in time: an open transaction, a slow broker. Proves nothing.</summary>
    Nothing,

    /// <summary>
    /// What the broker has there is damaged. Only from a source, which reads the partition no further until it is moved; a cursor throws.
    /// </summary>
    Unreadable,

    /// <summary>The group gave this consumer the partition; it reads from that offset on.</summary>
    Assigned,

    /// <summary>The group took the partition away; nothing more of it comes.</summary>
    Revoked,
}
