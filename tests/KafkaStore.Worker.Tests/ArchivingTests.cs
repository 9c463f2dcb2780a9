namespace KafkaStore.Worker.Tests;

/// <summary>What the trigger delivers is in the archive, read back over HTTP from the worker.</summary>
[Collection(nameof(SharedApp))]
public sealed class ArchivingTests(SharedApp shared)
{
    [ServerFact(TestServer.Azurite)]
    public async Task BatchesBecomeObjectsAndAreReadBackOverHttp()
    {
        IReadOnlyList<ConsumedRecord> records = await shared.App.ProduceAsync("orders", 0, ProducedRecords.Numbered(450));
        foreach (ConsumedRecord[] batch in records.Chunk(150))
            await shared.App.Host.Kafka.DeliverAsync(batch);
        IReadOnlyList<string> archived = await shared.App.WhenArchivedAsync("orders", 0, 2 * ArchiverApp.SegmentRecords);
        Assert.Equal(records.Take(2 * ArchiverApp.SegmentRecords).Select(RecordText.Of), archived);
    }

    [ServerFact(TestServer.Azurite)]
    public async Task NullEmptyBinaryAndLargeKeysValuesAndHeadersComeBackAsTheyWere()
    {
        for (int partition = 0; partition < 2; partition++)
        {
            IReadOnlyList<ConsumedRecord> records = await shared.App.ProduceAsync(
                "edges",
                partition,
                EdgeRecords(ArchiverApp.SegmentRecords)
            );
            await shared.App.Host.Kafka.DeliverAsync(records, "AppendBatch2");
            Assert.Equal(records.Select(RecordText.Of), await shared.App.WhenArchivedAsync("edges", partition, records.Count));
        }
    }

    [ServerFact(TestServer.Azurite)]
    public async Task TheTimerClosesASegmentThatHasBeenIdle()
    {
        IReadOnlyList<ConsumedRecord> records = await shared.App.ProduceAsync("idle", 0, ProducedRecords.Numbered(7));
        await shared.App.Host.Kafka.DeliverAsync(records, "AppendBatch3");
        Assert.Equal(records.Select(RecordText.Of), await shared.App.WhenArchivedAsync("idle", 0, records.Count, closing: true));
    }

    // Every combination of a key, a value and headers of each kind comes up, and the largest values that the app is set up for.
    private static IEnumerable<NewRecord> EdgeRecords(int count)
    {
        byte[] large = Noise(30_000);
        byte[]?[] keys = [null, [], [0xff, 0xfe], "key"u8.ToArray()];
        byte[]?[] values = [null, [], [0, 0xff], "value"u8.ToArray(), large];
        for (int i = 0; i < count; i++)
            yield return ProducedRecords.Message(keys[i % keys.Length], values[i % values.Length], EdgeHeaders(i % 3));
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(3).NextBytes(bytes);
        return bytes;
    }

    private static Headers? EdgeHeaders(int kind) =>
        kind switch
        {
            0 => null,
            1 => [new Header("trace", "1"u8.ToArray())],
            _ =>
            [
                new Header("a", null),
                new Header("a", []),
                new Header("ü", [0xff, 0]),
                new Header("", [1]),
                new Header("a", "again"u8.ToArray()),
            ],
        };
}
