namespace KafkaStore.Cli.Completion;

/// <summary>The command line of <c>kafka-store completion</c>: prints a script that has a shell ask the program what may follow.</summary>
internal static class CompletionCommand
{
    private static readonly (string Shell, string Script, string Use)[] Shells =
    [
        ("bash", "kafka-store.bash", "source <(kafka-store completion bash)"),
        ("zsh", "kafka-store.zsh", "source <(kafka-store completion zsh)"),
        ("fish", "kafka-store.fish", "kafka-store completion fish | source"),
        ("powershell", "kafka-store.ps1", "kafka-store completion powershell | Out-String | Invoke-Expression"),
    ];

    public static Command Create()
    {
        var command = new Command("completion", "Print a script for a shell, with which it completes commands and options of kafka-store.");
        foreach ((string shell, string script, string use) in Shells)
        {
            var print = new Command(shell, $"For {shell}; in its profile: {use}");
            print.SetAction(_ => Print(script));
            command.Subcommands.Add(print);
        }

        return command;
    }

    private static void Print(string script)
    {
        using Stream stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        Console.Out.Write(reader.ReadToEnd());
    }
}
