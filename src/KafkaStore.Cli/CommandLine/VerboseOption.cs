namespace KafkaStore.Cli.CommandLine;

/// <summary><c>--verbose</c>, the same for every command.</summary>
internal static class VerboseOption
{
    public static Option<bool> Create() =>
        new("--verbose") { Description = "Say more, each line with its time, and show the stack trace of a failure.", Recursive = true };
}
