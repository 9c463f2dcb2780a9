namespace KafkaStore.LocalHost;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Operation {Operation} of {Entity} failed and was dropped.")]
    public static partial void OperationFailed(ILogger logger, string operation, string entity, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "Orchestration {Instance} failed.")]
    public static partial void OrchestrationFailed(ILogger logger, string instance, Exception exception);

    [LoggerMessage(3, LogLevel.Debug, "Orchestration {Instance} was stopped; its work is found again at the next start.")]
    public static partial void OrchestrationStopped(ILogger logger, string instance);

    [LoggerMessage(4, LogLevel.Warning, "Activity {Activity} of {Instance} failed.")]
    public static partial void ActivityFailed(ILogger logger, string activity, string instance, Exception exception);

    [LoggerMessage(5, LogLevel.Debug, "{Instance} says {Status}")]
    public static partial void CustomStatus(ILogger logger, string instance, string? status);

    [LoggerMessage(10, LogLevel.Information, "Function {Name}: {Trigger}")]
    public static partial void Function(ILogger logger, string name, string trigger);

    [LoggerMessage(22, LogLevel.Information, "HTTP is served on {Address}")]
    public static partial void Serving(ILogger logger, Uri address);

    [LoggerMessage(28, LogLevel.Information, "The status page for browsers is {Address}")]
    public static partial void StatusPage(ILogger logger, Uri address);

    [LoggerMessage(23, LogLevel.Information, "HTTP clients send this token, in x-functions-key or as a bearer token: {Token}")]
    public static partial void Token(ILogger logger, string token);

    [LoggerMessage(11, LogLevel.Information, "Consuming from partitions: {Partitions}")]
    public static partial void Consuming(ILogger logger, string partitions);

    [LoggerMessage(24, LogLevel.Information, "Consuming from no partition: the group has given this process none.")]
    public static partial void ConsumingNothing(ILogger logger);

    [LoggerMessage(12, LogLevel.Information, "Stopping: the step in hand is finished first.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(13, LogLevel.Debug, "The timer has stopped.")]
    public static partial void TimerStopped(ILogger logger);

    [LoggerMessage(22, LogLevel.Debug, "Rows that the catalog still lacks are added by the next run.")]
    public static partial void CatalogStopped(ILogger logger);

    [LoggerMessage(14, LogLevel.Warning, "{Reason} The next minute tries again.")]
    public static partial void TickFailed(ILogger logger, string reason);

    [LoggerMessage(15, LogLevel.Warning, "A batch could not be staged and is tried again in {Seconds} s: {Reason}")]
    public static partial void BatchFailed(ILogger logger, double seconds, string reason);

    [LoggerMessage(16, LogLevel.Debug, "What happened to the batch:")]
    public static partial void BatchFailure(ILogger logger, Exception exception);

    [LoggerMessage(
        17,
        LogLevel.Error,
        "The log of {Partition} begins at offset {Start} now, and {Wanted} was to come next: what lies between was deleted before it could be read."
    )]
    public static partial void LogStartMoved(ILogger logger, string partition, long wanted, long start);

    [LoggerMessage(
        18,
        LogLevel.Error,
        "The log of {Partition} ends at offset {End}, below {Wanted} that was to come next: the topic was created again or has shrunk. Nothing more is read of it."
    )]
    public static partial void LogShrunk(ILogger logger, string partition, long wanted, long end);

    [LoggerMessage(19, LogLevel.Warning, "{Reason} Reading goes on by itself when it is back.")]
    public static partial void BrokerAway(ILogger logger, string reason);

    [LoggerMessage(24, LogLevel.Warning, "{Reason}")]
    public static partial void TopicNotRead(ILogger logger, string reason);

    [LoggerMessage(29, LogLevel.Error, "{Message}")]
    public static partial void ObjectsMissing(ILogger logger, string message);

    [LoggerMessage(30, LogLevel.Information, "{Object} is there again.")]
    public static partial void ObjectsBack(ILogger logger, string @object);

    [LoggerMessage(31, LogLevel.Debug, "The chains of objects could not be followed: {Reason} That is tried again.")]
    public static partial void ChainsNotFollowed(ILogger logger, string reason);

    [LoggerMessage(20, LogLevel.Warning, "Still no broker after {Seconds:0} s: {Reason}")]
    public static partial void BrokerStillAway(ILogger logger, double seconds, string reason);

    [LoggerMessage(21, LogLevel.Information, "The broker is back after {Seconds:0} s.")]
    public static partial void BrokerBack(ILogger logger, double seconds);

    [LoggerMessage(
        25,
        LogLevel.Warning,
        "HTTP is served on {Host}, beyond this machine, without TLS: the token and all records can be read on the way. Put a proxy with TLS before it, or serve on 127.0.0.1."
    )]
    public static partial void ServedWithoutTls(ILogger logger, string host);

    [LoggerMessage(26, LogLevel.Information, "Topic {Topic} is archived too: it is one of {Patterns}.")]
    public static partial void TopicFound(ILogger logger, string topic, string patterns);

    [LoggerMessage(27, LogLevel.Warning, "The brokers have no topic of {Patterns} yet. It is looked for once a minute.")]
    public static partial void NoTopicFound(ILogger logger, string patterns);
}
