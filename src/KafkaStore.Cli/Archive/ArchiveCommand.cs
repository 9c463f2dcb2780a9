using KafkaStore.Cli.Completion;
using KafkaStore.Cli.Configuration;
using KafkaStore.Cli.Configuration.Commands;
using KafkaStore.Cli.Configuration.Reloading;
using KafkaStore.Cli.DevBroker;
using KafkaStore.Cli.Estimate;
using KafkaStore.Cli.Live;
using KafkaStore.Cli.Mirror;
using KafkaStore.Cli.Quickstart;
using KafkaStore.Cli.Reader;
using KafkaStore.Cli.Restore;
using KafkaStore.Cli.Resume;
using KafkaStore.Cli.Serve;
using KafkaStore.Cli.Status;
using KafkaStore.Cli.Verify;
using KafkaStore.LocalHost.Ending;

namespace KafkaStore.Cli.Archive;

/// <summary>The command line of <c>kafka-store</c>.</summary>
internal sealed class ArchiveCommand : RootCommand, ICheckedCommand
{
    private readonly ArchiveOptions options = new();

    private ArchiveCommand()
        : base(
            "Archives every record of Kafka topics exactly once, in compressed Avro files with predictable names. Runs until stopped with Ctrl-C, "
                + "and goes on where it was when started again."
        )
    {
        options.AddTo(this);
    }

    public static ArchiveCommand Create(Option<bool> verbose)
    {
        var command = new ArchiveCommand();
        command.Options.Add(verbose);
        command.Options.Add(LogFormatOption.Create());
        command.Subcommands.Add(QuickstartCommand.Create(verbose));
        command.Subcommands.Add(DevBrokerCommand.Create(verbose));
        command.Subcommands.Add(VerifyCommand.Create(verbose));
        command.Subcommands.Add(RestoreCommand.Create(verbose));
        command.Subcommands.Add(ResumeCommand.Create(verbose));
        command.Subcommands.Add(StatusCommand.Create(verbose));
        command.Subcommands.Add(EstimateCommand.Create(verbose));
        command.Subcommands.Add(MirrorCommand.Create());
        command.Subcommands.Add(CatalogCommand.Create());
        command.Subcommands.Add(ServeCommand.Create(verbose));
        command.Subcommands.Add(ReaderCommand.CreateShort());
        command.Subcommands.Add(ConfigCommand.Create());
        command.Subcommands.Add(CompletionCommand.Create());
        command.SetAction(
            (result, stopping) =>
                command.RunAsync(
                    command.Bind(result),
                    LiveView.Find(isWanted: !result.GetValue(command.options.NoLive)),
                    result.GetValue(verbose),
                    stopping
                )
        );
        return command;
    }

    /// <summary>Takes up changes of the configuration file; null where there is none.</summary>
    public ConfigReload? Reload { get; set; }

    /// <exception cref="UsageException">Options are missing, contradict each other or can't be read.</exception>
    public LocalHostOptions Bind(ParseResult result) => options.Bind(result);

    public void Check(ParseResult result) => Bind(result);

    private async Task<int> RunAsync(LocalHostOptions options, LiveView? view, bool verbose, CancellationToken stopping)
    {
        foreach (StoreLocation store in options.Mirrors.Prepend(options.Archive).Where(store => store.Kind == StoreKind.Local))
            ThrowUnlessParentExists(store.Address);
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose, output: view?.Log);
        using ReloadSignal? signal = Reload is null ? null : new ReloadSignal(); // also of what is changed while it starts
        using var unit = new SystemdUnit(stopping);
        RunOutcome outcome;
        try
        {
            await using LocalArchiver archiver = await LocalArchiver.StartAsync(options, loggers, TimeProvider.System, stopping);
            unit.Ready();
            ProcessNote.Remove(options.StateFolder); // of one that was killed
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            Task reloading =
                Reload?.RunAsync(signal!, archiver, options.StateFolder, loggers.CreateLogger<ConfigReload>(), ended.Token)
                ?? Task.CompletedTask;
            try
            {
                outcome = view is null
                    ? await archiver.RunAsync(stopping)
                    : await view.ShowAsync(
                        archiver,
                        $"{options.Topics} → {options.Archive}",
                        loggers.CreateLogger<LiveView>(),
                        () => archiver.RunAsync(stopping)
                    );
            }
            finally
            {
                await ended.CancelAsync();
                await reloading;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0; // stopped while it started
        }

        // Last of all that is said.
        foreach (PartitionShortfall shortfall in outcome.Shortfalls)
            await Console.Error.WriteLineAsync($"incomplete: {shortfall.Of}: {shortfall.What}");
        return outcome.Shortfalls.Count == 0 ? 0 : CommandRunner.Incomplete;
    }

    // A path with a typing error, or whose disk is not mounted, must not become a new and empty archive.
    private static void ThrowUnlessParentExists(string folder)
    {
        string? parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder));
        if (parent is not null && !Directory.Exists(parent))
        {
            throw new CommandFailedException(
                $"there is no folder {parent}, so --local-store {folder} can't be made in it. Create it (mkdir -p {parent}), or correct the path."
            );
        }
    }
}
