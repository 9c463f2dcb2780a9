using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace KafkaStore.Cli.Logging;

/// <summary>
/// Standard error with one JSON object a line, as <c>Microsoft.Extensions.Logging</c> writes them: what is logged, and every other sentence,
/// at the level that the word before it means.
/// </summary>
internal sealed class JsonLines : TextWriter
{
    private static readonly (string Word, LogLevel Level)[] Levels =
    [
        ("error: ", LogLevel.Error),
        ("warning: ", LogLevel.Warning),
        ("note: ", LogLevel.Information),
    ];

    private readonly ServiceProvider services;
    private readonly ConsoleFormatter formatter;
    private readonly TextWriter output;
    private readonly StringBuilder begun = new();

    /// <param name="output">Where to; not owned.</param>
    public JsonLines(TextWriter output)
    {
        this.output = Synchronized(output);
        services = new ServiceCollection()
            .AddLogging(logging =>
                logging.AddJsonConsole(options =>
                {
                    options.UseUtcTimestamp = true;
                    options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                })
            )
            .BuildServiceProvider();
        formatter = services.GetServices<ConsoleFormatter>().Single(each => each.Name == ConsoleFormatterNames.Json);
    }

    public override Encoding Encoding => output.Encoding;

    /// <summary>For what is JSON already.</summary>
    public TextWriter Plain => output;

    /// <summary>Something that is logged, as a line.</summary>
    public void Log<TState>(in LogEntry<TState> entry, TextWriter to)
    {
        using var line = new StringWriter();
        formatter.Write(entry, scopeProvider: null, line);
        to.WriteLine(line.ToString().TrimEnd());
    }

    public override void WriteLine(string? value)
    {
        Write(value);
        WriteLine();
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override void WriteLine()
    {
        string sentence = begun.ToString();
        begun.Clear();
        (string word, LogLevel level) = Levels.FirstOrDefault(
            each => sentence.StartsWith(each.Word, StringComparison.Ordinal),
            (Word: "", Level: LogLevel.Information)
        );
        Log(new LogEntry<string>(level, "kafka-store", default, sentence[word.Length..], null, (said, _) => said), output);
    }

    public override void Write(char value)
    {
        if (value == '\n')
            WriteLine();
        else if (value != '\r')
            begun.Append(value);
    }

    public override void Write(string? value) => begun.Append(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            services.Dispose();
        base.Dispose(disposing);
    }
}
