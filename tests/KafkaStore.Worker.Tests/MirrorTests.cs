namespace KafkaStore.Worker.Tests;

[Collection(nameof(SharedApp))]
public sealed class MirrorTests(SharedApp shared)
{
    [ServerFact(TestServer.Azurite)]
    public async Task TheMirrorHasTheSameObjectsAfterItsTimer()
    {
        IReadOnlyList<ConsumedRecord> records = await shared.App.ProduceAsync(
            "copied",
            0,
            ProducedRecords.Numbered(2 * ArchiverApp.SegmentRecords)
        );
        await shared.App.Host.Kafka.DeliverAsync(records, "AppendBatch4");
        await shared.App.WhenArchivedAsync("copied", 0, records.Count);
        await shared.App.Host.Timers.FireAsync("CopyToMirrors");
        IReadOnlyDictionary<string, string> archived = await shared.App.ArchivedAsync("copied/");
        Assert.Equal(2, archived.Count);
        Assert.Equal(archived, await shared.App.MirroredAsync("copied/"));
    }
}
