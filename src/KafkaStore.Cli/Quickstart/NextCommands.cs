using KafkaStore.Cli.Reader;

namespace KafkaStore.Cli.Quickstart;

/// <summary>What to try next, ready to paste.</summary>
internal static class NextCommands
{
    /// <summary>Set by the scripts: where they are.</summary>
    private const string ScriptsVariable = "KAFKA_STORE_SCRIPTS";

    private static string? ScriptsFolder => Environment.GetEnvironmentVariable(ScriptsVariable) is { Length: > 0 } folder ? folder : null;

    public static string Text(string folder, string firstFile)
    {
        string broker = Quote(Path.Combine(folder, "broker"));
        string mine = Quote(Path.Combine(folder, "mine"));
        return $"""
            Next, to paste:
              {Reader()} local {Quote(firstFile)} | head -3
              {Script("kafka-store")} dev-broker --sample > {broker} & sleep 5
              {Script(
                "kafka-store"
            )} --broker-list "$(sed -n 's/^BROKERS=//p' {broker})" --topic sample --group demo --local-store {mine} --offset-reset earliest --exit-at-end --close-at-end
              {Script("kafka-store")} --help
            """;
    }

    // The packages install one program.
    private static string Reader() => ScriptsFolder is null ? $"kafka-store {ReaderCommand.ShortName}" : Script(ReaderCommand.Name);

    private static string Script(string name)
    {
        if (ScriptsFolder is not { } folder)
            return name;
        return Quote(folder == Environment.CurrentDirectory ? $"./{name}" : Path.Combine(folder, name));
    }

    /// <summary>For a shell; plain where nothing needs quoting.</summary>
    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_')
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
