namespace KafkaStore.ClusterRun.Scenarios;

/// <summary>Times that are the broker's, old ones, and such as go backwards.</summary>
internal static class Timestamps
{
    public static async Task<string> AppendTimeAsync(ScenarioRun run)
    {
        string topic = await run.CreateTopicAsync(1, ("message.timestamp.type", "LogAppendTime"));
        using ScenarioProducer producer = run.Producer(topic);
        producer.Write(200, timestamp: i => 1_000_000L + i);
        await run.ArchiveWholeAsync(topic, "--file-age-seconds", "60");
        long least = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds();
        string equal = await run.EnsureArchivedAsync(topic);
        ToolRun old = await ScenarioRun.RunAsync("kafka-store-reader", "local", Path.Combine(run.Archive, topic), "--to-time", $"{least}");
        ScenarioRun.Succeeded(old);
        return old.Output.Length == 0 ? equal : throw new ScenarioFailedException($"records have the producer's times: {old.Output}");
    }

    public static async Task<string> OldAsync(ScenarioRun run)
    {
        // What is as old as this would be deleted at once otherwise.
        string topic = await run.CreateTopicAsync(1, ("retention.ms", "-1"));
        using ScenarioProducer producer = run.Producer(topic);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        long decade = DateTimeOffset.UtcNow.AddYears(-10).ToUnixTimeMilliseconds();
        producer.Write(
            600,
            timestamp: i =>
                (i % 6) switch
                {
                    0 => 1,
                    1 => decade + i,
                    2 => now - (i * 1_000L),
                    3 => 946_684_800_000 - i, // before 2000, backwards
                    4 => now,
                    _ => decade - (i * 86_400_000L),
                }
        );
        await run.ArchiveWholeAsync(topic, "--file-age-seconds", "3600");
        return await run.EnsureArchivedAsync(topic);
    }
}
