using System.CommandLine;
using System.CommandLine.Help;
using KafkaStore.Cli.CommandLine;

namespace KafkaStore.Cli.Reader;

/// <summary>The command line of <c>kafka-store-reader</c>.</summary>
internal static class ReaderCommand
{
    public const string Name = "kafka-store-reader";

    public static Command Create(Option<bool> verbose)
    {
        var command = new Command(Name, "Prints archived records as JSON lines, following the chain of archive files.");
        command.Options.Add(new HelpOption());
        command.Options.Add(new VersionOption());
        command.Options.Add(verbose);
        command.Subcommands.Add(Local());
        return command;
    }

    private static Command Local()
    {
        var path = new Argument<string>("PATH")
        {
            Description = "The file to begin with, ROOT/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO: partition in 6 digits, offset of the first record in 20. "
                + "Files of the original tool can be read too.",
        };
        Option<bool> wait = OptionText.Flag(
            "--wait", "At the end of the chain wait for the next file instead of ending; it is shown when it is whole. Stop with Ctrl-C.");
        var command = new Command(
            "local",
            "Read an archive in a folder. One JSON object a line, keys sorted: filename, key, offset, timestamp (Unix milliseconds), value; "
            + "headers when a record has any. A key or value that is not UTF-8 appears as keyBase64 or valueBase64. Where the next file is missing, "
            + "standard error says so and the exit code is 0.");
        command.Arguments.Add(path);
        command.Options.Add(wait);
        command.SetAction((result, stopping) =>
            new LocalReading(ArchivePath.Parse(result.GetRequiredValue(path)), result.GetValue(wait)).RunAsync(stopping));
        return command;
    }
}
