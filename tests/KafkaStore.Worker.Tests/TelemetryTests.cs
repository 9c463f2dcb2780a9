namespace KafkaStore.Worker.Tests;

/// <summary>The worker sends what it measures itself: all of it to a collector, and to Azure Monitor what the alerts ask. Its logs go to the host.</summary>
public sealed class TelemetryTests
{
    [ServerFact(TestServer.Azurite)]
    public async Task ACollectorGetsMetricsAndTracesAzureMonitorWhatAlertsAskAndTheHostTheLogs()
    {
        using var collector = new OtlpCollector();
        using var monitor = new MetricsIngestion();
        var variables = new Dictionary<string, string>(collector.Variables)
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = monitor.ConnectionString,
            ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true",
        };
        await using ArchiverApp app = await ArchiverApp.StartAsync(variables, ("orders", 1));
        IReadOnlyList<ConsumedRecord> records = await app.ProduceAsync("orders", 0, ProducedRecords.Numbered(ArchiverApp.SegmentRecords));
        await app.Host.Kafka.DeliverAsync(records);
        await app.WhenArchivedAsync("orders", 0, records.Count);
        await WhenTheTimerSeesAllArchivedAsync(app);
        Assert.Equal(0, await app.Host.StopAsync());

        Assert.All(
            [
                "kafka_store.accepted.records",
                "kafka_store.archived.records",
                "kafka_store.partition.lag",
                "kafka_store.read.records",
                "azure",
            ],
            text => Assert.Contains(text, collector.Metrics)
        );
        Assert.All(
            ["accept batch", "seal", "store create", "Microsoft.Azure.Functions.Worker"],
            text => Assert.Contains(text, collector.Traces)
        );
        Assert.Contains(app.Host.Logs, entry => entry.Message.StartsWith("Archived orders/000000/"));
        Assert.Contains(app.Host.Logs, entry => entry.Message.Contains("offsets not archived"));

        // As it was when the timer looked; nothing was wrong, so that the others have no row.
        Assert.Equal(
            [("kafka_store.archive.faulted", 0.0), ("kafka_store.archive.lag", 0.0), ("kafka_store.archive.staged_age", 0.0)],
            monitor.Metrics.Distinct().Order()
        );
    }

    // The object is there before its partition's entity has heard of it.
    private static async Task WhenTheTimerSeesAllArchivedAsync(ArchiverApp app)
    {
        DateTime limit = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        do
        {
            Assert.True(DateTime.UtcNow < limit, "The timer sees no partition that is archived");
            await app.Host.Timers.FireAsync("WatchPartitions");
        } while (!app.Host.Logs.Any(entry => entry.Message.Contains("1 partitions: 0 offsets not archived")));
    }
}
