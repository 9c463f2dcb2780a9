namespace KafkaStore.Tests.App;

/// <summary>What the broker deleted before it was accepted is noted, counted and passed over; never silently.</summary>
public sealed class LostRangeTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task OffsetsBelowTheLogStartAreNotedAsLostAndArchivingGoesOn()
    {
        using TestApp app = await WithLostRangeAsync();
        Assert.Equal([(Orders0, new OffsetRange(5, 8))], app.Report.Lost);
        Assert.Contains("~kafka-store/orders/000000/lost/00000000000000000005-00000000000000000008.json", app.Archive.Names);
        Assert.Equal([0L, 1, 2, 3, 4, 8, 9, 10, 11, 12], (await app.ArchivedAsync(Orders0)).Select(record => record.Offset));
        Assert.Null(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task LaterRunsBelieveTheNote()
    {
        using TestApp app = await WithLostRangeAsync(upTo: 9); // too few for a segment, so the range is still open
        Assert.Single(app.Report.Lost);
        int asked = app.Log.CursorsOpened;
        app.Restart();
        await app.AcceptAsync((9, 20));
        await app.TickMinutesAsync(2);
        Assert.Equal(asked, app.Log.CursorsOpened);
        Assert.Single(app.Report.Lost);
        Assert.Equal(10, (await app.ObjectsAsync(Orders0))[0].Facts!.Container.Records);
    }

    [Fact]
    public async Task OnlyThePartBelowTheLogStartIsLostAndTheRestIsFetched()
    {
        using TestApp app = WithRecords(30);
        await app.AcceptAsync((0, 5), (20, 30));
        app.Log.MoveStart(Orders0, 12);
        await app.TickAfterGraceAsync(2);
        Assert.Equal([(Orders0, new OffsetRange(5, 12))], app.Report.Lost);
        Assert.Equal(20, (await app.ArchivedAsync(Orders0)).Count);
        Assert.Equal([0L, 17], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
    }

    [Fact]
    public async Task ALateChunkInALostRangeThatIsStillOpenIsArchivedInItsPlace()
    {
        using TestApp app = await WithLostRangeAsync(upTo: 9);
        await app.DeliverAsync(Orders0, KeptRecords(5, 8));
        await app.AcceptAsync((9, 20));
        await app.TickMinutesAsync(2);
        Assert.Equal(Offsets(0, 20), (await app.ArchivedAsync(Orders0)).Select(record => record.Offset));
    }

    [Fact]
    public async Task ALateChunkInALostRangeThatWasSealedIsKeptAndSaidSo()
    {
        using TestApp app = await WithLostRangeAsync();
        string[] before = [.. app.ObjectNames];
        await app.DeliverAsync(Orders0, KeptRecords(5, 8));
        await app.DrainAsync();
        await app.TickMinutesAsync(3);
        Assert.Contains(app.Chunks, chunk => chunk.First == 5);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.Contains("ffset 5", fault.Message);
        Assert.Equal(before, app.ObjectNames);
    }

    // The records of WithLostRangeAsync's log before its start moved up.
    private static IEnumerable<Record> KeptRecords(int from, int to)
    {
        using TestApp twin = WithRecords(20);
        return [.. twin.Log.Read(Orders0, from, to)];
    }

    private static async Task<TestApp> WithLostRangeAsync(int upTo = 20)
    {
        TestApp app = WithRecords(20);
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        await app.AcceptAsync((0, 5), (8, upTo));
        app.Log.MoveStart(Orders0, 8);
        await app.TickAfterGraceAsync(2);
        return app;
    }
}
