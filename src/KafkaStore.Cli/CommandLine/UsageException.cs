namespace KafkaStore.Cli.CommandLine;

/// <summary>The command was typed wrong, or its configuration file written so; each sentence is a mistake with its remedy. Exit code 2.</summary>
internal sealed class UsageException(params IReadOnlyList<string> sentences) : Exception(string.Join(' ', sentences))
{
    public IReadOnlyList<string> Sentences => sentences;
}
