using KafkaStore.Restoring;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Cli.Restore;

/// <summary><c>kafka-store restore</c>.</summary>
/// <param name="kafka">The target cluster.</param>
internal sealed class RestoreRun(StoreLocation location, StoreSettings settings, KafkaClientOptions kafka)
{
    /// <summary>What goes where; the archive's name is filled in here.</summary>
    public required RestoreRequest Request { get; init; }

    public required RestoreOptions Options { get; init; }

    /// <summary>Path of the checkpoint.</summary>
    public required string State { get; init; }

    public bool DryRun { get; init; }

    public bool Verify { get; init; }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool verbose, CancellationToken stopping)
    {
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose, LogLevel.Warning);
        IObjectReader store = await Stores.OpenForReadingAsync(location, settings, stopping);
        RestoreRequest request = Request with { Store = store.DisplayName };
        try
        {
            return DryRun
                ? await CountAsync(store, request, stopping)
                : await RestoreAsync(store, request, loggers.CreateLogger("KafkaStore.Kafka"), stopping);
        }
        catch (ObjectOfflineException met)
        {
            RestorePlan plan = await new RestorePlanner(store).PlanAsync(request, stopping);
            throw await OfflineList.WriteAsync(store, plan.Partitions.Select(partition => partition.Range), met, stopping);
        }
        catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
        {
            // Must not look like a restore that has ended.
            throw new CommandFailedException("stopped before everything was restored. The same command goes on where it was.", e);
        }
    }

    private static async Task<int> CountAsync(IObjectReader store, RestoreRequest request, CancellationToken stopping)
    {
        RestorePlan plan = await new RestorePlanner(store).PlanAsync(request, stopping);
        var survey = new RestoreSurvey(new ArchiveObjects(store));
        var counted = new List<(RestorePartition, SurveyedPartition)>();
        foreach (RestorePartition partition in plan.Partitions)
            counted.Add((partition, await survey.CountAsync(partition.Range, stopping)));
        RestoreText.WriteCounts(Console.Out, counted);
        RestoreSurvey.ThrowIfUnwritable(counted.Select(partition => partition.Item2));
        return 0;
    }

    private async Task<int> RestoreAsync(IObjectReader store, RestoreRequest request, ILogger logger, CancellationToken stopping)
    {
        using var journal = RestoreJournal.Open(State, request.OffsetMap);
        await KafkaCluster.EnsureReachableAsync(kafka, logger, cancellationToken: stopping);
        await using var target = new KafkaRestoreTarget(kafka, logger);
        var objects = new ArchiveObjects(store);
        var notes = new List<string>();
        var progress = new RestoreProgress { Note = notes.Add };
        var restorer = new Restorer(objects, target, journal, Options, progress, TimeProvider.System);
        RestoreReport report;
        try
        {
            report = await ByteProgressBar.ShowAsync(
                "restoring",
                () => (progress.DoneRecords, progress.TotalRecords),
                restorer.RunAsync(request, stopping),
                countsBytes: false
            );
        }
        finally
        {
            // Not in the middle of the bar.
            foreach (string note in notes)
                await Console.Error.WriteLineAsync($"note: {note}");
        }

        RestoreText.Write(Console.Out, report, kafka.Brokers, State);
        return Verify || report.Checkpoint.MustBeCompared ? await CompareAsync(restorer, stopping) : 0;
    }

    private async Task<int> CompareAsync(Restorer restorer, CancellationToken stopping)
    {
        if (!Verify)
        {
            await Console.Error.WriteLineAsync(
                "note: an earlier --verify did not come out equal, so what was restored is compared with the archive again."
            );
        }

        IReadOnlyList<VerifiedPartition> compared;
        try
        {
            compared = await restorer.CompareAsync(stopping);
        }
        catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
        {
            throw new CommandFailedException("stopped before everything was compared with the archive. The same command does it again.", e);
        }

        RestoreText.Write(Console.Out, compared);
        int different = compared.Count(partition => !partition.IsEqual);
        return different == 0
            ? 0
            : throw new CommandFailedException(
                $"what was restored is not what the archive has in {different} of {compared.Count} partitions: another producer wrote there, or records were deleted or compacted. "
                    + "The same command compares again; to begin anew, delete the target topic and the checkpoint."
            );
    }
}
