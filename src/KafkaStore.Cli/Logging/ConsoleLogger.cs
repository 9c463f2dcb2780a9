using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStore.Cli.Logging;

/// <param name="json">Writes each event as a JSON object instead; null for lines for people.</param>
internal sealed class ConsoleLogger(string category, TextWriter output, bool verbose, TimeProvider clock, JsonLines? json) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (json is not null)
        {
            json.Log(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), output);
            return;
        }

        string prefix = logLevel switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error or LogLevel.Critical => "error: ",
            _ => "",
        };
        string message = prefix + formatter(state, exception);
        if (!verbose)
        {
            output.WriteLine(WithReason(message, exception).ReplaceLineEndings(" "));
            return;
        }

        string time = clock.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        output.WriteLine(
            exception is null ? $"{time} {category}: {message}" : $"{time} {category}: {message}{Environment.NewLine}{exception}"
        );
    }

    // An event's text seldom repeats its exception's, which is what says the reason.
    private static string WithReason(string message, Exception? exception) =>
        exception is null || message.Contains(exception.Message, StringComparison.Ordinal) ? message : $"{message} ({exception.Message})";
}
