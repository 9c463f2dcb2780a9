namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>An archiver that is killed again and again while records come makes the very archive of one that never was.</summary>
internal static class Kills
{
    private const int Partitions = 3;

    public static async Task<string> RunAsync(ScenarioRun run)
    {
        (int kills, int records) = run.Cluster.IsThorough ? (10, 20_000) : (2, 3_000);
        string topic = await run.CreateTopicAsync(Partitions);
        string[] options = ["--file-size", "20k", "--batch-records", "500"];
        using ScenarioProducer producer = run.Producer(topic);
        var random = new Random(kills);
        for (int kill = 0; kill < kills; kill++)
        {
            await using KafkaStoreProcess archiver = run.Start(topic, options);
            producer.Write(records / kills, Partitions);
            await archiver.UntilAsync(each => each.Errors.Contains("Consuming from partitions", StringComparison.Ordinal));
            await Task.Delay(random.Next(50, 1_000), run.Stopping);
            await archiver.KillAsync();
        }

        await run.ArchiveWholeAsync(topic, options);
        string equal = await run.EnsureArchivedAsync(topic);
        string undisturbed = run.PathOf("undisturbed");
        ScenarioRun.Succeeded(await run.ArchiveToAsync(undisturbed, topic, ["--close-at-end", .. options]));
        List<string> digests = await new ArchiveDump(run.Archive).DigestsAsync(topic, run.Stopping);
        return digests.SequenceEqual(await new ArchiveDump(undisturbed).DigestsAsync(topic, run.Stopping))
            ? $"{equal} after {kills} SIGKILLs; {digests.Count} files with the digests of an undisturbed run's"
            : throw new ScenarioFailedException($"after {kills} SIGKILLs files end elsewhere than an undisturbed run's");
    }
}
