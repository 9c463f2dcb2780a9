namespace KafkaStore.Cli.Verify;

/// <summary><c>kafka-store verify</c>.</summary>
/// <param name="topics">Empty for all.</param>
/// <param name="kafka">The brokers to compare with; null for no comparison.</param>
/// <param name="json">One JSON document instead of text.</param>
internal sealed class VerifyRun(
    StoreLocation location,
    StoreSettings settings,
    IReadOnlyCollection<string> topics,
    KafkaClientOptions? kafka,
    bool json
)
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

        if (json)
            await VerifyJson.WriteAsync(outcome);
        else
            VerifyText.Write(Console.Out, outcome);
        return outcome.Problems.Count == 0 ? 0 : CommandRunner.Failed;
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
        IObjectReader store = await Stores.OpenForReadingAsync(location, settings, stopping);
        await ThrowIfTopicAsync(store, stopping);
        var problems = new ProblemLog();
        var progress = new VerificationProgress();
        VerificationReport report = await ByteProgressBar.ShowAsync(
            "checking",
            () => (progress.DoneBytes, progress.TotalBytes),
            new ArchiveVerifier(store, problems).VerifyAsync(topics, progress, stopping)
        );
        if (report.FoundNothing)
        {
            string what = topics.Count == 0 ? "an archive" : $"an archive of {string.Join(", ", topics)}";
            throw new CommandFailedException(
                $"{store.DisplayName} does not hold {what}: neither files nor markers. Check where it is{(topics.Count == 0 ? "" : " and --topic")}."
            );
        }

        BrokerOutcome? broker = kafka is null
            ? null
            : await new BrokerCheck(kafka, store, problems, loggers.CreateLogger("KafkaStore.Kafka")).RunAsync(report, stopping);
        return new VerifyOutcome(store.DisplayName, report, broker, problems.Sorted());
    }
}
