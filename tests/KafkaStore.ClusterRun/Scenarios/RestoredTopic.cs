namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>What is archived is put back into another topic, and that archived again: the same records in the same files.</summary>
internal static class RestoredTopic
{
    private const int Partitions = 2;

    public static async Task<string> RunAsync(ScenarioRun run)
    {
        string topic = await run.CreateTopicAsync(Partitions);
        string copy = $"{topic}-copy";
        string[] options = ["--file-size", "20k"];
        using (ScenarioProducer producer = run.Producer(topic))
            producer.Write(2_000, Partitions);
        await run.ArchiveWholeAsync(topic, options);
        run.Topics.Adopt(copy);
        ToolRun restored = await ScenarioRun.RunAsync([
            "restore",
            "--to-broker",
            run.Cluster.Brokers,
            "--local-store",
            run.Archive,
            "--topic",
            topic,
            "--topic-map",
            $"{topic}={copy}",
            "--state",
            run.PathOf("restored.json"),
            "--verify",
            .. run.Cluster.Arguments,
        ]);
        ScenarioRun.Succeeded(restored);
        string again = run.PathOf("again");
        ScenarioRun.Succeeded(await run.ArchiveToAsync(again, copy, ["--close-at-end", .. options]));
        List<string> digests = await new ArchiveDump(run.Archive).DigestsAsync(topic, run.Stopping);
        return digests.SequenceEqual(await new ArchiveDump(again).DigestsAsync(copy, run.Stopping))
            ? $"{await run.EnsureArchivedAsync(topic)}, restored, and archived again into {digests.Count} files of the same digests"
            : throw new ScenarioFailedException($"what was restored as {copy} and archived again has other digests");
    }
}
