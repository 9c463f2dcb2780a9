namespace KafkaStore.Cli.Live;

internal static partial class LiveLog
{
    [LoggerMessage(1, LogLevel.Warning, "Where the partitions stand is not shown any more, since the terminal does not take it: {Reason}")]
    public static partial void NotShown(ILogger logger, string reason);
}
