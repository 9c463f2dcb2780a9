namespace KafkaStore.Kafka;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "librdkafka {Facility}: {Text}")]
    public static partial void ClientSays(ILogger logger, string facility, string text);

    [LoggerMessage(2, LogLevel.Debug, "Kafka client error {Code}: {Reason}")]
    public static partial void ClientError(ILogger logger, string code, string reason);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "Offsets were not committed ({Reason}); the records after the committed ones will be delivered again after a restart, and recognized"
    )]
    public static partial void CommitFailed(ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Debug, "Offset {Offset} of {Partition} was not stored, since the partition is not read any more ({Reason})")]
    public static partial void OffsetNotStored(ILogger logger, string partition, long offset, string reason);

    [LoggerMessage(5, LogLevel.Debug, "{Partition}: offset {Offset} came again below position {Position} and was dropped")]
    public static partial void StaleItemDropped(ILogger logger, string partition, long offset, long position);

    [LoggerMessage(6, LogLevel.Warning, "A Kafka client did not close in {Seconds} s; it goes on closing beside us")]
    public static partial void SlowClose(ILogger logger, double seconds);

    [LoggerMessage(7, LogLevel.Debug, "A Kafka client's closing failed: {Reason}")]
    public static partial void CloseFailed(ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Debug, "The client says of a topic that is read: {Reason}")]
    public static partial void TopicGone(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Warning, "Where {Partition} goes on can't be found out and is asked again in a second: {Reason}")]
    public static partial void ResumeFailed(ILogger logger, string partition, string reason);

    [LoggerMessage(
        10,
        LogLevel.Warning,
        "{Partition}: {Count} header names so far, the last at offset {Offset}, have U+FFFD: Kafka's clients give names as text, and what of them is no UTF-8 becomes that character. Have the producer write names in UTF-8, or move what is binary into a header's value"
    )]
    public static partial void HeaderNamesReplaced(ILogger logger, string partition, long count, long offset);
}
