using KafkaStore.Functions;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Resuming;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaStore.Cli.Resume;

/// <summary>Looks at each faulted partition and says what came of it, a line each.</summary>
/// <param name="partition">Only this one; null for all that are faulted.</param>
/// <param name="choice">What the operator says of the topic; null for nothing.</param>
internal sealed class ResumeRun(LocalHostOptions options, string topic, int? partition, TopicChoice? choice)
{
    public async Task<int> RunAsync(bool verbose, bool json, CancellationToken cancellationToken)
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
        await using var identities = new KafkaTopicIdentities(options.Kafka, logger);
        var services = new ServiceCollection();
        services.AddArchiver(options.Archiver, options.StagingKeys);
        services.AddStores(stores);
        services.AddSingleton<IRecordLog>(new GenerationLog(kafka));
        services.AddSingleton<ITopicIdentities>(identities);
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        await using ServiceProvider provider = services.BuildServiceProvider();
        string? decision = choice is null ? null : await ChooseAsync(provider, choice, cancellationToken);
        if (!json && decision is not null)
            Console.WriteLine($"{topic}: {decision}");
        PartitionResume resume = provider.GetRequiredService<PartitionResume>();
        IReadOnlyList<TopicPartition> partitions = partition is { } only
            ? [new TopicPartition(topic, only)]
            : await resume.FindAsync(topic, cancellationToken);
        if (!json && partitions.Count == 0)
            Console.WriteLine($"{topic}: no partition is faulted in {stores.Staging.DisplayName}.");
        var outcomes = new List<ResumeOutcome>();
        foreach (TopicPartition each in partitions)
        {
            ResumeOutcome outcome = await resume.ResumeAsync(each, cancellationToken);
            outcomes.Add(outcome);
            if (!json)
                Console.WriteLine($"{each}: {Text(outcome)}");
        }

        if (json)
            JsonReport.Write(Document(decision, outcomes));
        return outcomes.Any(outcome => outcome.Result == ResumeResult.StillThere) ? CommandRunner.Failed : 0;
    }

    private object Document(string? decision, IEnumerable<ResumeOutcome> outcomes) =>
        new
        {
            Topic = topic,
            Decision = decision,
            Partitions = outcomes.Select(outcome => new
            {
                outcome.Partition.Topic,
                outcome.Partition.Partition,
                outcome.Result,
                Kind = outcome.Kind?.ToString(),
                outcome.Detail,
            }),
        };

    private async Task<string> ChooseAsync(IServiceProvider services, TopicChoice choice, CancellationToken cancellationToken)
    {
        if (choice.Same is { } id)
        {
            NotedGeneration same = await services.GetRequiredService<SameTopic>().StateAsync(topic, id, cancellationToken);
            return $"all records that both have are equal: {same.Generation} goes on with the id {same.Identity.Id}.";
        }

        NotedGeneration next = await services.GetRequiredService<NewGeneration>().DeclareAsync(topic, cancellationToken);
        return $"{next.Generation} begins with the id {next.Identity.Id}; the generation before it is closed. A running archiver goes on within a minute.";
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
