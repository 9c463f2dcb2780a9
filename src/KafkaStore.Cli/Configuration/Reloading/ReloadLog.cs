namespace KafkaStore.Cli.Configuration.Reloading;

internal static partial class ReloadLog
{
    [LoggerMessage(1, LogLevel.Information, "{File} was read again: {Changes}.")]
    public static partial void Reloaded(ILogger logger, string file, string changes);

    [LoggerMessage(2, LogLevel.Error, "{File} was read again and is not taken up, so what it said before still holds: {Reason}")]
    public static partial void Refused(ILogger logger, string file, string reason);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "'kafka-store config reload' can't hear of this process, since the state folder {Folder} can't be written: {Reason}"
    )]
    public static partial void NotNoted(ILogger logger, string folder, string reason);

    [LoggerMessage(
        4,
        LogLevel.Error,
        "{File} was read again and could not be taken up; part of it may hold: stop the archiver and start it again."
    )]
    public static partial void Failed(ILogger logger, string file, Exception failure);
}
