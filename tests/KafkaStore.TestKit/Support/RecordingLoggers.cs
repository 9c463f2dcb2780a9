namespace KafkaStore.Tests.Support;

/// <summary>Keeps every line that is logged, from any thread.</summary>
public sealed class RecordingLoggers : ILoggerFactory, ILoggerProvider
{
    public ConcurrentQueue<(LogLevel Level, string Line)> Lines { get; } = [];

    /// <summary>What was logged with them.</summary>
    public ConcurrentQueue<Exception> Exceptions { get; } = [];

    /// <summary>Lines of that level or above that contain the text.</summary>
    public int Count(string text, LogLevel level = LogLevel.Trace) => Lines.Count(line => line.Level >= level && line.Line.Contains(text));

    public ILogger CreateLogger(string categoryName) => new Recorder(Lines, Exceptions);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // There is nothing to let go of.
    }

    private sealed class Recorder(ConcurrentQueue<(LogLevel, string)> lines, ConcurrentQueue<Exception> exceptions) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (exception is not null)
                exceptions.Enqueue(exception);
            lines.Enqueue((logLevel, formatter(state, exception)));
        }
    }
}
