namespace KafkaStore.Cli.Verify;

/// <summary><c>kafka-store verify</c>.</summary>
internal sealed class VerifyRun(VerifyRequest request)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool verbose, CancellationToken stopping)
    {
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose, LogLevel.Warning);
        VerifyOutcome outcome;
        try
        {
            outcome = await CheckAsync(loggers, stopping);
        }
        catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
        {
            // Must not look like an archive that was found to be whole.
            throw new CommandFailedException("stopped before everything was checked.", e);
        }

        if (request.HeadsPath is { } path)
            await WriteHeadsAsync(path, outcome);
        if (request.Json)
            VerifyJson.Write(outcome);
        else
            VerifyText.Write(Console.Out, outcome);
        return outcome.Problems.Count == 0 ? 0 : CommandRunner.Failed;
    }

    // Ends of an archive that something is wrong with would take the place of those that show it.
    private static async Task WriteHeadsAsync(string path, VerifyOutcome outcome)
    {
        if (outcome.Problems.Count == 0 && outcome.Report.Heads is { } heads)
            HeadsFile.Write(path, heads);
        else
            await Console.Error.WriteLineAsync($"note: {path} was not written, for something is wrong with the archive.");
    }

    // Of a topic's folder every file would be one that is not expected, which looks like damage.
    private static async Task ThrowIfTopicAsync(IObjectReader store, CancellationToken stopping)
    {
        await foreach (ObjectEntry first in store.ListAsync("", null, stopping))
        {
            string[] parts = first.Name.Split('/');
            string place = store.DisplayName.TrimEnd('/');
            string topic = place[(place.LastIndexOf('/') + 1)..];
            if (parts.Length == 2 && ArchiveName.TryParse($"{topic}/{first.Name}", out _))
            {
                throw new CommandFailedException(
                    $"{place} is a topic of an archive, not the archive. Give {place[..place.LastIndexOf('/')]}, with --topic {topic} to check it alone."
                );
            }

            return;
        }
    }

    private async Task<VerifyOutcome> CheckAsync(ILoggerFactory loggers, CancellationToken stopping)
    {
        IReadOnlyCollection<string> topics = request.Topics;
        IObjectReader store = await Stores.OpenForReadingAsync(request.Location, request.Settings, stopping);
        await ThrowIfTopicAsync(store, stopping);
        var problems = new ProblemLog();
        var progress = new VerificationProgress();
        VerificationReport report = await ProgressDisplay.ShowAsync(
            () => ProgressNow.OfBytes("checking", progress.DoneBytes, progress.TotalBytes),
            new ArchiveVerifier(store, problems) { Expected = request.Expected }.VerifyAsync(topics, progress, stopping)
        );
        if (report.FoundNothing)
        {
            string what = topics.Count == 0 ? "an archive" : $"an archive of {string.Join(", ", topics)}";
            throw new CommandFailedException(
                $"{store.DisplayName} does not hold {what}: neither files nor markers. Check where it is{(topics.Count == 0 ? "" : " and --topic")}."
            );
        }

        BrokerOutcome? broker = request.Kafka is not { } kafka
            ? null
            : await new BrokerCheck(kafka, request.ArchiverGroup, store, problems, loggers.CreateLogger("KafkaStore.Kafka")).RunAsync(
                report,
                stopping
            );
        if (request.Catalog is { } url)
            await CheckCatalogAsync(url, report, problems, stopping);
        return new VerifyOutcome(store.DisplayName, report, broker, problems.Sorted());
    }

    private async Task CheckCatalogAsync(MySqlCatalogUrl url, VerificationReport report, ProblemLog problems, CancellationToken stopping)
    {
        using var catalog = new MySqlCatalog(url);
        if (await catalog.CheckTablesAsync(stopping) is { } note)
            await Console.Error.WriteLineAsync($"note: {note}");
        await new CatalogEnds(catalog, problems).CheckAsync(report, request.Topics, stopping);
    }
}
