using Microsoft.Extensions.Logging;

namespace KafkaStore.FunctionApp;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "What the app is set to is not safe: {Note}")]
    public static partial void CatalogOpenToOthers(ILogger logger, string note);
}
