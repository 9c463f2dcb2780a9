using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Estimating;
using KafkaStore.Kafka.Targets;

namespace KafkaStore.Cli.Estimate;

/// <summary>Reads the sample, and says what would come of it.</summary>
internal sealed class EstimateRun(EstimateRequest request)
{
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandFailedException">There is nothing to predict from.</exception>
    public async Task<int> RunAsync(bool verbose, CancellationToken stopping)
    {
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose);
        ILogger logger = loggers.CreateLogger<EstimateRun>();
        IReadOnlyList<string> topics = await ChosenTopics.FindAsync(request.Topics, request.Kafka, logger, stopping);
        if (topics.Count == 0)
            throw new CommandFailedException($"{request.Kafka.Brokers} has no topic of {request.Topics}. Check --topic.");

        // What asks a cluster for its topics' settings is made for restoring; here it only asks.
        await using var cluster = new KafkaRestoreTarget(request.Kafka, logger);
        IReadOnlyList<SamplePlan> plans = SamplePlan.Of([.. await cluster.Log.GetBoundsAsync(topics, stopping)], request.Sample);
        var options = new ArchiverOptions
        {
            Topics = topics,
            Defaults = request.Policies.Defaults,
            Own = request.Policies.Own,
        };
        var objects = new ConcurrentBag<PredictedObject>();
        var reader = new SampleReader(cluster.Log, options);
        long offsets = plans.Sum(plan => plan.Offsets);
        IReadOnlyList<PartitionSample> samples = await ProgressDisplay.ShowAsync(
            () => new ProgressNow("sampling", "offset", reader.Done, offsets),
            reader.ReadAsync(plans, request.ListsObjects ? objects.Add : null, stopping)
        );
        if (samples.All(sample => sample.Records == 0))
        {
            throw new CommandFailedException(
                $"{string.Join(", ", topics)} {(topics.Count == 1 ? "has" : "have")} no record that a read-committed consumer gets, so nothing can be predicted. Estimate once there are some."
            );
        }

        TopicForecast[] forecasts =
        [
            .. topics.Select(topic =>
                TopicForecast.Of(topic, options.Of(topic), [.. samples.Where(sample => sample.Partition.Topic == topic)])
            ),
        ];
        EstimateOutcome outcome = await JudgeAsync(
            forecasts,
            [.. objects.OrderBy(found => found.Name.Partition).ThenBy(found => found.Name.BaseOffset)],
            cluster,
            stopping
        );
        if (request.Json)
            JsonReport.Write(EstimateJson.Document(request, outcome));
        else
            EstimateText.Write(Console.Out, !Console.IsOutputRedirected, request, outcome);
        return 0;
    }

    private async Task<EstimateOutcome> JudgeAsync(
        TopicForecast[] topics,
        IReadOnlyList<PredictedObject> objects,
        KafkaRestoreTarget cluster,
        CancellationToken stopping
    )
    {
        var warnings = new List<EstimateWarning>();
        foreach (TopicForecast topic in topics.Where(topic => !topic.IsEmpty))
            warnings.AddRange(EstimateWarnings.Of(topic, await cluster.AskSettingsAsync(topic.Topic, stopping)));
        PartitionForecast[] partitions = [.. topics.SelectMany(topic => topic.Partitions)];
        var staging = StagingForecast.Of(partitions, request.Batch);
        bool hasMonth = partitions.Any(partition => partition.Month is not null);
        if (hasMonth && request.StagingFolder is { } folder && EstimateWarnings.Space(staging, folder, FreeBytes(folder)) is { } space)
            warnings.Add(space);
        return new EstimateOutcome(
            topics,
            hasMonth ? [.. request.Prices.Select(prices => MonthlyCost.Of(prices, topics, staging))] : [],
            staging,
            warnings,
            objects
        );
    }

    // Of the disk on which the folder is or will be made.
    private static long FreeBytes(string folder)
    {
        string existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
            existing = above;
        return new DriveInfo(existing).AvailableFreeSpace;
    }
}
