namespace KafkaStore.Cli.Logging;

/// <summary>Logs for people: one line an event on standard error.</summary>
/// <param name="output">Where to; not owned.</param>
/// <param name="verbose">Each line with its time and category, exceptions whole.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="json">Writes each event as a JSON object instead; null for lines for people.</param>
internal sealed class ConsoleLoggerProvider(TextWriter output, bool verbose, TimeProvider clock, JsonLines? json = null) : ILoggerProvider
{
    private readonly TextWriter output = TextWriter.Synchronized(output);

    /// <summary>A factory that logs to standard error; the caller disposes it.</summary>
    /// <param name="output">Another place; null for standard error.</param>
    public static ILoggerFactory CreateFactory(bool verbose, LogLevel minimum = LogLevel.Information, TextWriter? output = null) =>
        LoggerFactory.Create(logging =>
            logging
                .SetMinimumLevel(verbose ? LogLevel.Debug : minimum)
                .AddFilter("Microsoft", LogLevel.Warning)
                .AddProvider(
                    new ConsoleLoggerProvider(
                        output ?? StandardError.Json?.Plain ?? Console.Error,
                        verbose,
                        TimeProvider.System,
                        StandardError.Json
                    )
                )
        );

    public ILogger CreateLogger(string categoryName) => new ConsoleLogger(categoryName, output, verbose, clock, json);

    public void Dispose() => output.Flush();
}
