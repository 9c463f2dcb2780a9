namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>A topic that is deleted and created again, longer than before: nothing of it may stand behind the former one's records.</summary>
internal static class Recreation
{
    public static async Task<string> RunAsync(ScenarioRun run)
    {
        string topic = await run.CreateTopicAsync(partitions: 2);
        string former = await run.Topics.FindIdAsync(topic) ?? throw new ScenarioSkippedException("the brokers give topics no ids");
        using (ScenarioProducer producer = run.Producer(topic))
            producer.Write(400, partitions: 2);
        SortedDictionary<int, List<DumpedRecord>> before = run.Dump(topic);
        await run.ArchiveWholeAsync(topic);
        if (run.Cluster.IsThorough)
            before = await StageMoreAsync(run, topic);

        await run.Topics.DeleteAsync(topic);
        await run.CreateTopicAsync(partitions: 2);
        string current = await run.Topics.FindIdAsync(topic) ?? throw new ScenarioFailedException($"{topic} has no id any more");
        using (ScenarioProducer producer = run.Producer(topic))
            producer.Write(1_000, partitions: 2);
        await run.ArchiveWholeAsync(topic);
        await run.ArchiveWholeAsync(topic);

        foreach ((int partition, List<DumpedRecord> records) in before)
            Comparison.EnsureEqual($"{topic}-{partition}", records, await run.ArchivedAsync(topic, partition));
        return $"{before.Values.Sum(records => records.Count)} records of {former} stay, and of {current} {await run.EnsureArchivedAsync(topic, $"{topic}~g1")} as {topic}~g1";
    }

    // Records that no file has yet when the topic goes are sealed too, once the topic was seen after they were accepted.
    private static async Task<SortedDictionary<int, List<DumpedRecord>>> StageMoreAsync(ScenarioRun run, string topic)
    {
        using (ScenarioProducer producer = run.Producer(topic))
            producer.Write(400, partitions: 2);
        ScenarioRun.Succeeded(await run.ArchiveAsync(topic));
        await Task.Delay(run.Cluster.Settling + run.Cluster.Settling, run.Stopping);
        ScenarioRun.Succeeded(await run.ArchiveAsync(topic));
        return run.Dump(topic);
    }
}
