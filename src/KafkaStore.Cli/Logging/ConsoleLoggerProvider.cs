namespace KafkaStore.Cli.Logging;

/// <summary>Logs for people: one line an event on standard error.</summary>
/// <param name="output">Where to; not owned.</param>
/// <param name="verbose">Each line with its time and category, exceptions whole.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class ConsoleLoggerProvider(TextWriter output, bool verbose, TimeProvider clock) : ILoggerProvider
{
    private readonly TextWriter output = TextWriter.Synchronized(output);

    /// <summary>A factory that logs to standard error; the caller disposes it.</summary>
    public static ILoggerFactory CreateFactory(bool verbose, LogLevel minimum = LogLevel.Information) =>
        LoggerFactory.Create(logging =>
            logging
                .SetMinimumLevel(verbose ? LogLevel.Debug : minimum)
                .AddFilter("Microsoft", LogLevel.Warning)
                .AddProvider(new ConsoleLoggerProvider(Console.Error, verbose, TimeProvider.System))
        );

    public ILogger CreateLogger(string categoryName) => new ConsoleLogger(categoryName, output, verbose, clock);

    public void Dispose() => output.Flush();
}
