namespace KafkaStore.Worker.Tests;

/// <summary>The worker sends what it measures itself, and its logs still go to the host, which the alerts read.</summary>
public sealed class TelemetryTests
{
    [ServerFact(TestServer.Azurite)]
    public async Task ACollectorGetsMetricsAndTracesAndTheHostItsLogs()
    {
        using var collector = new OtlpCollector();
        await using ArchiverApp app = await ArchiverApp.StartAsync(collector.Variables, ("orders", 1));
        IReadOnlyList<ConsumedRecord> records = await app.ProduceAsync("orders", 0, ProducedRecords.Numbered(ArchiverApp.SegmentRecords));
        await app.Host.Kafka.DeliverAsync(records);
        await app.WhenArchivedAsync("orders", 0, records.Count);
        await app.Host.Timers.FireAsync("WatchPartitions");
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
    }
}
