using System.CommandLine;
using System.CommandLine.Help;
using KafkaStore.Cli.CommandLine;
using KafkaStore.Hosting;

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
        command.Subcommands.Add(Create(
            "local", "PATH", "in a folder", "The file to begin with, ROOT/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO", ArchivePath.ParseLocal));
        command.Subcommands.Add(Cloud("azure", StoreKind.Azure, "in Azure Blob Storage", "https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX]"));
        command.Subcommands.Add(Cloud("gcloud", StoreKind.GoogleCloud, "in Google Cloud Storage", "gs://BUCKET[/PREFIX]"));
        command.Subcommands.Add(Cloud("s3", StoreKind.S3, "in Amazon S3 or a compatible server", "s3://BUCKET[/PREFIX]"));
        return command;
    }

    private static Command Cloud(string name, StoreKind kind, string where, string root) => Create(
        name, "URL", where, $"The object to begin with, {root}/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO", url => ArchivePath.ParseUrl(url, kind));

    private static Command Create(string name, string argument, string where, string what, Func<string, ArchivePath> parse)
    {
        var path = new Argument<string>(argument)
        {
            Description = $"{what}: partition in 6 digits, offset of the first record in 20. Objects of the original tool can be read too.",
        };
        Option<bool> wait = OptionText.Flag(
            "--wait", "At the end of the chain wait for the next object instead of ending; it is shown when it is whole. Stop with Ctrl-C.");
        var command = new Command(
            name,
            $"Read an archive {where}. One JSON object a line, keys sorted: filename, key, offset, timestamp (Unix milliseconds), value; "
            + "headers when a record has any. A key or value that is not UTF-8 appears as keyBase64 or valueBase64. Where the next object is missing, "
            + "standard error says so and the exit code is 0.");
        command.Arguments.Add(path);
        command.Options.Add(wait);
        var stores = new StoreOptions("");
        stores.AddSettingsTo(command);
        command.SetAction((result, stopping) =>
            new ChainReading(parse(result.GetRequiredValue(path)), stores.Settings(result), result.GetValue(wait)).RunAsync(stopping));
        return command;
    }
}
