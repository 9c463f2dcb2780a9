namespace KafkaStore.Tests.App;

/// <summary>An archive that the original tool began is continued: its objects have neither offsets nor metadata.</summary>
public sealed class OriginalArchiveTests
{
    private static readonly byte[] Sync = [.. Enumerable.Range(1, 16).Select(each => (byte)each)];

    [Theory]
    [InlineData(OffsetReset.Earliest)]
    [InlineData(OffsetReset.Error)]
    public async Task ItGoesOnAfterItsLastRecord(OffsetReset reset)
    {
        using TestApp app = WithOriginalObjects((0, 7), (7, 11));
        app.Restart(app.Options with { OffsetReset = reset });
        await app.DeliverAsync(Orders0, Offsets(15, 40));
        await app.TickAfterGraceAsync(2);
        Assert.Equal([0L, 7, 18, 28], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
        Assert.Equal(Offsets(18, 38), await OwnOffsetsAsync(app));
        Assert.Null(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task EverythingDeliveredAgainFromTheBeginningIsSweptAndNotArchivedTwice()
    {
        using TestApp app = WithOriginalObjects((0, 7), (7, 11));
        await app.DeliverAllAsync(Orders0, batchSize: 4);
        await app.TickMinutesAsync(3);
        Assert.Equal(Offsets(18, 38), await OwnOffsetsAsync(app));
        Assert.All(app.Chunks, chunk => Assert.True(chunk.Last >= 38));
    }

    [Fact]
    public async Task GapsBetweenItsObjectsAreToldByTheNextOnesName()
    {
        using TestApp app = WithOriginalObjects((0, 5), (8, 10)); // three offsets of a transaction's in the first
        await app.DeliverAsync(Orders0, Offsets(18, 40));
        await app.TickMinutesAsync(2);
        Assert.Equal([0L, 8, 18, 28], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
    }

    [Fact]
    public async Task AnArchiveThatBeganInTheMiddleIsNotExtendedBackwards()
    {
        using TestApp app = WithOriginalObjects((10, 8));
        await app.DeliverAllAsync(Orders0, batchSize: 3);
        await app.TickMinutesAsync(3);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Equal([10L, 18, 28], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
    }

    [Fact]
    public async Task AnObjectWithoutAnyRecordIsDamageAndNotAnEndlessChain()
    {
        using TestApp app = WithOriginalObjects((0, 7), (7, 0));
        await app.DeliverAsync(Orders0, Offsets(7, 40)).WaitAsync(TimeSpan.FromSeconds(10));
        await app.DrainAsync().WaitAsync(TimeSpan.FromSeconds(10));
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.Equal(FaultKind.ArchiveDamaged, fault.Kind);
        Assert.Contains("orders/000000/00000000000000000007", fault.Message);
    }

    private static async Task<long[]> OwnOffsetsAsync(TestApp app)
    {
        var cursor = new ArchiveCursor(new ArchiveObjects(app.Archive));
        var offsets = new List<long>();
        foreach (ArchiveObject archived in (await app.ObjectsAsync(Orders0)).Where(archived => archived.Facts is not null))
        {
            await foreach (EncodedRecord record in cursor.ReadObjectAsync(archived, 0, default))
                offsets.Add(record.Offset);
        }

        return [.. offsets];
    }

    private static TestApp WithOriginalObjects(params (long Base, int Records)[] objects)
    {
        TestApp app = WithRecords(40);
        foreach ((long from, int count) in objects)
        {
            var data = new PlainAvro();
            foreach (Record record in app.Log.Read(Orders0, from, from + count))
                data.Long(record.Timestamp).Optional(record.Key?.ToArray()).Optional(record.Value?.ToArray());
            PlainAvro container = new PlainAvro().Header(Sync, ("avro.codec", "null"), ("avro.schema", RecordLayoutTests.OriginalSchema));
            if (count > 0)
                container.Block(count, data.ToArray(), Sync);
            app.Archive.Replace(new ArchiveName(Orders0, from).ToString(), container.ToArray());
        }

        return app;
    }
}
