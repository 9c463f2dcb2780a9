using KafkaStore.Functions;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Resuming;
using KafkaStore.Staging;

namespace KafkaStore.Cli.Resume;

/// <summary>Looks at each faulted partition and says what came of it, a line each.</summary>
/// <param name="partition">Only this one; null for all that are faulted.</param>
internal sealed class ResumeRun(LocalHostOptions options, string topic, int? partition)
{
    public async Task<int> RunAsync(bool verbose, CancellationToken cancellationToken)
    {
        ThrowUnlessThere(options.Archive, StoreOptions.Local);
        ThrowUnlessThere(options.Staging, "--staging-url or --state-dir");
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose);
        ILogger logger = loggers.CreateLogger<ResumeRun>();
        ArchiverStores stores = await ArchiverStores.OpenAsync(
            new StoreLocations(options.Archive, options.Staging, []),
            options.Stores,
            null,
            cancellationToken
        );
        await using var kafka = new KafkaRecordLog(options.Kafka, logger);
        var log = new GenerationLog(kafka);
        await using var identities = new KafkaTopicIdentities(options.Kafka, logger);
        var staging = new StagingArea(stores.Staging);
        var resume = new PartitionResume(
            stores.Archive,
            staging,
            log,
            identities,
            new PartitionStarts(
                stores.Archive,
                log,
                identities,
                new IdentityMarkers(stores.Archive, TimeProvider.System),
                TimeProvider.System,
                options.Archiver.Names
            ),
            options.Archiver,
            new LoggedReport(loggers.CreateLogger<LoggedReport>()),
            TimeProvider.System
        );
        IReadOnlyList<TopicPartition> partitions = partition is { } only
            ? [new TopicPartition(topic, only)]
            : await resume.FindAsync(topic, cancellationToken);
        if (partitions.Count == 0)
            Console.WriteLine($"{topic}: no partition is faulted in {staging.DisplayName}.");
        bool stands = false;
        foreach (TopicPartition each in partitions)
        {
            ResumeOutcome outcome = await resume.ResumeAsync(each, cancellationToken);
            Console.WriteLine($"{each}: {Text(outcome)}");
            stands |= outcome.Result == ResumeResult.StillThere;
        }

        return stands ? CommandRunner.Failed : 0;
    }

    private static string Text(ResumeOutcome outcome) =>
        outcome.Result switch
        {
            ResumeResult.Cleared => $"cleared ({outcome.Kind}). {outcome.Detail}",
            ResumeResult.StillThere => $"still there ({outcome.Kind}). {outcome.Detail}",
            _ => "it is not faulted.",
        };

    // A path with a typing error must not become a new and empty place without any fault.
    private static void ThrowUnlessThere(StoreLocation location, string option)
    {
        if (location.Kind == StoreKind.Local && !Directory.Exists(location.Address))
            throw new CommandFailedException($"there is no folder {location.Address}. Give {option} as the archiver has it.");
    }
}
