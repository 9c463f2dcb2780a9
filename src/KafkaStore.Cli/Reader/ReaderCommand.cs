using System.CommandLine.Help;

namespace KafkaStore.Cli.Reader;

/// <summary>The command line of <c>kafka-store-reader</c>.</summary>
internal static class ReaderCommand
{
    public const string Name = "kafka-store-reader";

    /// <summary>Its name as a command of <c>kafka-store</c>, which is the one program that the packages install.</summary>
    public const string ShortName = "reader";

    /// <summary>As a program of its own.</summary>
    public static Command Create(Option<bool> verbose)
    {
        Command command = Create(Name);
        command.Options.Add(new HelpOption());
        command.Options.Add(new VersionOption());
        command.Options.Add(verbose);
        command.Options.Add(LogFormatOption.Create());
        return command;
    }

    /// <summary>As a command of <c>kafka-store</c>.</summary>
    public static Command CreateShort() => Create(ShortName);

    private static Command Create(string name)
    {
        var command = new Command(
            name,
            "Prints archived records, as JSON lines unless told otherwise: a topic's, a partition's, or those from a file on; any range of offsets or times."
        );
        command.Subcommands.Add(Create("local", "PATH", StoreKind.Local, "in a folder", "ROOT"));
        command.Subcommands.Add(
            Create("azure", "URL", StoreKind.Azure, "in Azure Blob Storage", "https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX]")
        );
        command.Subcommands.Add(Create("gcloud", "URL", StoreKind.Gcs, "in Google Cloud Storage", "gs://BUCKET[/PREFIX]"));
        command.Subcommands.Add(Create("s3", "URL", StoreKind.S3, "in Amazon S3 or a compatible server", "s3://BUCKET[/PREFIX]"));
        return command;
    }

    private static Command Create(string name, string argument, StoreKind kind, string where, string root)
    {
        string foreign =
            kind == StoreKind.Local ? "Any other file, a pipe, or - for standard input," : "Any other object whose name ends in .avro";
        var path = new Argument<string>(argument)
        {
            Description =
                $"{root}/TOPIC, {root}/TOPIC/PPPPPP for one partition, in 6 digits, or {root}/TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO for the file to begin with, "
                + $"offset of its first record in 20. Files of the original tool can be read too. {foreign} is read as an Avro container of another program, such as "
                + "Event Hubs Capture: each of its records as JSON; or as a file of an archive, where its header says that it is one.",
        };
        var command = new Command(
            name,
            $"Read an archive {where}. One JSON object a line, keys sorted: filename, key, offset, timestamp (Unix milliseconds), value; "
                + "headers when a record has any; partition when PATH is a topic's. A key or value that is not UTF-8 appears as keyBase64 or valueBase64. "
                + "Where a file was given and its chain ends, standard error says so and the exit code is 0."
        );
        command.Arguments.Add(path);
        var options = new ReaderOptions();
        options.AddTo(command);
        var stores = new StoreOptions("");
        stores.AddSettingsTo(command);
        command.SetAction(
            async (result, stopping) =>
            {
                try
                {
                    await ReadAsync(result.GetRequiredValue(path), kind, stores.Settings(result), options.Bind(result), stopping);
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    // What was printed is whole records.
                }
            }
        );
        return command;
    }

    private static async Task ReadAsync(
        string text,
        StoreKind kind,
        StoreSettings settings,
        ReaderRequest request,
        CancellationToken stopping
    )
    {
        if (await ForeignFile.FindAsync(text, kind, settings, stopping) is { } file)
        {
            await new ForeignReading(file, request).RunAsync(stopping);
            return;
        }

        ArchivePath place = kind == StoreKind.Local ? ArchivePath.ParseLocal(text) : ArchivePath.ParseUrl(text, kind);
        await new ReaderRun(place, settings, request).RunAsync(stopping);
    }
}
