using KafkaStore.Kafka.Targets;
using KafkaStore.Restoring;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Surveys;
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

    /// <summary>Prints a document in place of lines.</summary>
    public bool Json { get; init; }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool verbose, CancellationToken stopping)
    {
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose, LogLevel.Warning);
        IObjectReader store = await Stores.OpenForReadingAsync(location, settings, stopping);
        RestoreRequest request = Request with { Store = store.DisplayName };
        try
        {
            ILogger logger = loggers.CreateLogger("KafkaStore.Kafka");
            return DryRun ? await CountAsync(store, request, logger, stopping) : await RestoreAsync(store, request, logger, stopping);
        }
        catch (RestoreRefusedException refused)
        {
            foreach (SurveyFinding finding in refused.Findings)
                await Console.Error.WriteLineAsync($"error: {finding.Text}");
            throw new UsageException(RestoreText.Remedy(refused.Findings, kafka.Brokers));
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

    private async Task<int> CountAsync(IObjectReader store, RestoreRequest request, ILogger logger, CancellationToken stopping)
    {
        RestorePlan plan = await new RestorePlanner(store).PlanAsync(request, stopping);
        using var notes = new RestoreNotes();
        foreach (string note in plan.Notes)
            notes.Add(note);
        if (kafka.Brokers.Length > 0)
            return await SurveyAsync(store, plan, notes, logger, stopping);
        var survey = new ArchiveSurvey(new ArchiveObjects(store));
        var counted = new List<SurveyedPartition>();
        foreach (RestorePartition partition in plan.Partitions)
            counted.Add(await survey.CountAsync(partition.Range, stopping));
        SurveyFinding[] findings = [.. ArchiveSurvey.Unwritable(counted)];
        if (Json)
            RestoreJson.WriteSurvey(plan, counted, findings, topics: null);
        else
            RestoreText.WriteCounts(Console.Out, plan, counted);
        return Judge(findings);
    }

    private async Task<int> SurveyAsync(
        IObjectReader store,
        RestorePlan plan,
        RestoreNotes notes,
        ILogger logger,
        CancellationToken stopping
    )
    {
        await KafkaCluster.EnsureReachableAsync(kafka, logger, cancellationToken: stopping);
        await using var target = new KafkaRestoreTarget(kafka, logger);
        var progress = new RestoreProgress { Note = notes.Add };
        var surveyor = new Surveyor(new ArchiveObjects(store), target, Options, progress, TimeProvider.System);
        RestoreSurvey survey = await ShowAsync(progress, surveyor.SurveyAsync(plan, Request.Append, stopping));
        if (Json)
        {
            RestoreJson.WriteSurvey(survey.Plan, survey.Partitions, survey.Findings, survey.Topics);
        }
        else
        {
            RestoreText.WriteTopics(Console.Out, survey.Topics);
            RestoreText.WriteCounts(Console.Out, survey.Plan, survey.Partitions);
        }

        return Judge(survey.Findings);
    }

    private int Judge(IEnumerable<SurveyFinding> findings)
    {
        RestoreRefusedException.ThrowIfAny(findings, Options.IgnoresSurvey);
        return 0;
    }

    // One bar for what is done first and what is done then.
    private static Task<T> ShowAsync<T>(RestoreProgress progress, Task<T> work) =>
        ProgressDisplay.ShowAsync(
            () =>
                progress.BytesToSurvey is > 0 and { } bytes
                    ? ProgressNow.OfBytes("looking at sizes", progress.SurveyedBytes, bytes)
                    : new ProgressNow("restoring", "record", progress.DoneRecords, progress.TotalRecords),
            work
        );

    private async Task<int> RestoreAsync(IObjectReader store, RestoreRequest request, ILogger logger, CancellationToken stopping)
    {
        using var journal = RestoreJournal.Open(State, request.OffsetMap);
        await KafkaCluster.EnsureReachableAsync(kafka, logger, cancellationToken: stopping);
        await using var target = new KafkaRestoreTarget(kafka, logger);
        var objects = new ArchiveObjects(store);
        using var notes = new RestoreNotes();
        var progress = new RestoreProgress { Note = notes.Add };
        var restorer = new Restorer(objects, target, journal, Options, progress, TimeProvider.System);
        RestoreReport report = await ShowAsync(progress, RunAsync(restorer, request, stopping));
        notes.Write();
        bool compares = Verify || report.Checkpoint.MustBeCompared;
        if (!Json)
            RestoreText.Write(Console.Out, report, kafka.Brokers, State);
        else if (!compares)
            RestoreJson.Write(report, kafka.Brokers, State, compared: null);
        return compares ? await CompareAsync(restorer, report, stopping) : 0;
    }

    private static async Task<RestoreReport> RunAsync(Restorer restorer, RestoreRequest request, CancellationToken stopping)
    {
        try
        {
            return await restorer.RunAsync(request, stopping);
        }
        catch (BrokerUnavailableException e)
        {
            throw new CommandFailedException($"{e.Message.TrimEnd('.')}. The same command goes on where it was.", e);
        }
    }

    private async Task<int> CompareAsync(Restorer restorer, RestoreReport report, CancellationToken stopping)
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

        if (Json)
            RestoreJson.Write(report, kafka.Brokers, State, compared);
        else
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
