namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>A topic whose log is cleaned while it is archived.</summary>
internal static class Compaction
{
    private const int Keys = 20;
    private const int Records = 500;

    public static async Task<string> RunAsync(ScenarioRun run)
    {
        string topic = await run.CreateTopicAsync(
            1,
            ("cleanup.policy", "compact"),
            ("min.cleanable.dirty.ratio", "0.01"),
            ("min.compaction.lag.ms", "0"),
            ("max.compaction.lag.ms", "1000"),
            ("segment.ms", "1000"),
            ("delete.retention.ms", "1000")
        );
        using ScenarioProducer producer = run.Producer(topic);
        producer.WriteKeyed(Records, Keys);
        await CompactAsync(run, topic, producer, Records);

        // What the archiver reads has gaps from here on, and gets more under its hands.
        await using (KafkaStoreProcess archiver = run.Start(topic, "--batch-records", "50"))
        {
            await archiver.UntilAsync(each => each.Errors.Contains("Consuming from partitions", StringComparison.Ordinal));
            producer.WriteKeyed(Records, Keys);
            await CompactAsync(run, topic, producer, Records);
            await archiver.SignalAsync("TERM");
            ScenarioRun.Succeeded(await archiver.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        producer.WriteKeyed(Records, Keys);
        await CompactAsync(run, topic, producer, Records);
        await run.ArchiveWholeAsync(topic);
        List<DumpedRecord> seen = run.Dump(topic)[0];
        List<DumpedRecord> archived = await run.ArchivedAsync(topic, 0);
        Comparison.EnsureContains(topic, seen, archived);
        await run.VerifyAgainstBrokerAsync();
        return $"{archived.Count:N0} of {archived[^1].Offset + 1:N0} offsets archived, the {seen.Count:N0} that the broker still has equal";
    }

    // A log's newest segment is never cleaned: it has to end first.
    private static async Task CompactAsync(ScenarioRun run, string topic, ScenarioProducer producer, int written)
    {
        await run.Cluster.CompactAsync(
            topic,
            () =>
            {
                producer.WriteKeyed(1, Keys);
                List<DumpedRecord> left = run.Dump(topic)[0];
                return Task.FromResult(left.Count < written);
            },
            run.Stopping
        );
    }
}
