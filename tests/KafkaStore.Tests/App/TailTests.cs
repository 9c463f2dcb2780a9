namespace KafkaStore.Tests.App;

/// <summary>The end of the log that nobody delivered.</summary>
public sealed class TailTests
{
    [Fact]
    public async Task ATailThatNobodyDeliversIsFetchedAfterTenMinutesAndNotBefore()
    {
        using TestApp app = WithRecords(30);
        await app.AcceptAsync((0, 12));
        await app.TickMinutesAsync(10); // the first of them sees it
        Assert.Single(app.ObjectNames);
        await app.TickMinutesAsync(1);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task ATailThatGrowsWhileBatchesComeIsLeftToTheTrigger()
    {
        using TestApp app = WithRecords(30);
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        for (int i = 0; i < 30; i++)
        {
            await app.DeliverAsync(Orders0, i);
            app.Append(1);
            await app.TickMinutesAsync(1);
        }

        Assert.Equal(0, app.Log.CursorsOpened);
    }

    [Fact]
    public async Task ATailOfMarkersIsProvedEmptyAndTheSegmentBeforeItCloses()
    {
        using TestApp app = WithRecords(5);
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        app.Log.Skip(Orders0);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(12);
        Assert.Equal(6, app.StateOf(Orders0)!.AcceptedEnd);
        Assert.Equal(6, app.StateOf(Orders0)!.ReadThrough);

        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.TickAsync();
        Assert.Equal(5, Assert.Single(await app.ObjectsAsync(Orders0)).NextOffset);
        await app.TickMinutesAsync(3);
        Assert.Equal(6, app.StateOf(Orders0)!.ReadThrough);

        // The marker belongs to the next object, and is not asked about again.
        int asked = app.Log.CursorsOpened;
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 6);
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 16);
        Assert.Equal("orders/000000/00000000000000000005", app.ObjectNames[^1]);
        Assert.Equal(asked, app.Log.CursorsOpened);
    }

    [Fact]
    public async Task ATailBehindAnOpenTransactionIsNotThereYet()
    {
        using TestApp app = WithRecords(15);
        app.Log.SetOpenTransaction(Orders0, 12);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(30);
        Assert.Equal(12, app.StateOf(Orders0)!.AcceptedEnd);
        app.Log.SetOpenTransaction(Orders0, null);
        await app.TickMinutesAsync(12);
        Assert.Equal(15, app.StateOf(Orders0)!.ReadThrough);
    }

    [Fact]
    public async Task APartitionThatNobodyEverDeliveredFromIsFetchedToo()
    {
        using TestApp app = WithRecords(25);
        await app.TickMinutesAsync(12);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        Assert.Equal(25, app.StateOf(Orders0)!.ReadThrough);
    }

    [Fact]
    public async Task AnEmptyPartitionIsLeftAlone()
    {
        using TestApp app = WithRecords(0);
        await app.TickMinutesAsync(12);
        Assert.Null(app.StateOf(Orders0));
        Assert.InRange(app.ArchiveFaults.Calls.Count, 0, 3); // whether the topic is another generation by now
        Assert.Empty(app.Archive.Names);
    }
}
