namespace KafkaStore.Cli.Quickstart;

/// <summary>The command line of <c>kafka-store quickstart</c>.</summary>
internal static class QuickstartCommand
{
    public static Command Create(Option<bool> verbose)
    {
        Option<string?> folder = OptionText.Create(
            "--dir DIR",
            "Where the archive goes: a new or empty folder. [default: a fresh one in the temporary folder]"
        );
        Option<string?> input = OptionText.Create(
            "--input FILE",
            "Archive the lines of this file, each a record. [default: 20,000 public members of the .NET runtime's types]"
        );
        var command = new Command(
            "quickstart",
            "See it work: a broker in memory, a topic, its archive, and every record read back and compared. Needs no Kafka."
        );
        command.Add(folder, input);
        command.SetAction(
            (result, stopping) =>
            {
                if (result.GetValue(folder) == "")
                    throw new UsageException("--dir takes a folder, not ''.");
                return new QuickstartRun(result.GetValue(folder), result.GetValue(input)).RunAsync(result.GetValue(verbose), stopping);
            }
        );
        return command;
    }
}
