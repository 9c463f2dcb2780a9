using Microsoft.Extensions.Logging;

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
}
