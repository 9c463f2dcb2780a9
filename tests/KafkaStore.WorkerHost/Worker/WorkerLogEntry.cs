namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>A line of the worker's log, or of its console (category <c>Console</c>).</summary>
public sealed record WorkerLogEntry(LogLevel Level, string Category, string Message)
{
    public const string Console = nameof(Console);
}
