namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>Partitions that are added while a topic is archived.</summary>
internal static class Growth
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(80);

    public static async Task<string> RunAsync(ScenarioRun run)
    {
        string topic = await run.CreateTopicAsync(partitions: 2);
        Write(run, topic, 200, partitions: 2);
        if (run.Cluster.IsThorough)
            await WhileItRunsAsync(run, topic);
        else
            ScenarioRun.Succeeded(await run.ArchiveAsync(topic));
        await run.Topics.GrowAsync(topic, 5);
        Write(run, topic, 500, partitions: 5);
        await run.ArchiveWholeAsync(topic);
        return await run.EnsureArchivedAsync(topic);
    }

    // A producer looks for new partitions only every few minutes: each time it is a new one.
    private static void Write(ScenarioRun run, string topic, int count, int partitions)
    {
        using ScenarioProducer producer = run.Producer(topic);
        producer.Write(count, partitions);
    }

    // The archiver looks for new ones once a minute.
    private static async Task WhileItRunsAsync(ScenarioRun run, string topic)
    {
        await using KafkaStoreProcess archiver = run.Start(topic);
        await archiver.UntilAsync(each => each.Errors.Contains($"{topic}-1", StringComparison.Ordinal));
        await run.Topics.GrowAsync(topic, 4);
        Write(run, topic, 400, partitions: 4);
        long started = Stopwatch.GetTimestamp();
        while (!archiver.Errors.Contains($"{topic}-3", StringComparison.Ordinal))
        {
            if (archiver.HasExited || Stopwatch.GetElapsedTime(started) > Minute)
                throw new ScenarioFailedException($"{topic}-3 is not consumed within {Minute.TotalSeconds} s: {archiver.Errors}");
            await Task.Delay(200, run.Stopping);
        }

        await archiver.SignalAsync("TERM");
        ScenarioRun.Succeeded(await archiver.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
