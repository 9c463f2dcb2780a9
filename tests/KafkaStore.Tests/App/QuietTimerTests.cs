namespace KafkaStore.Tests.App;

/// <summary>What the timer leaves alone: staged records are read when a segment may be complete, and not every minute.</summary>
public sealed class QuietTimerTests
{
    [Fact]
    public async Task APartitionThatRecordsTrickleIntoIsNotReadAgainEveryMinute()
    {
        using TestApp app = WithRecords(0, Counting(1000));
        for (int minute = 0; minute < 60; minute++)
        {
            app.Append(1);
            await app.DeliverAsync(Orders0, minute);
            await app.TickMinutesAsync(1);
        }

        Assert.Equal(60, app.Chunks.Count);
        Assert.True(ChunkReads(app) < 10, $"{ChunkReads(app)} chunks were read");
    }

    [Fact]
    public async Task WhatComesRightAfterTheFirstLookAtAPartitionIsSealedWithoutWaitingForAMinute()
    {
        using TestApp app = WithRecords(0, Counting(10));
        await app.SignalAsync(Orders0, Operations.Seal); // as a host does when it starts
        app.Append(10);
        await app.DeliverAllAsync(Orders0, clockFollows: false);
        Assert.Single(await app.ObjectsAsync(Orders0));
    }

    [Fact]
    public async Task AnIdleOpenSegmentIsNotReadUntilItIsClosed()
    {
        using TestApp app = WithRecords(5);
        await app.DeliverAllAsync(Orders0, batchSize: 2);
        await app.TickMinutesAsync(1);
        int before = ChunkReads(app);
        await app.TickMinutesAsync(500);
        Assert.Equal(before, ChunkReads(app));
    }

    [Fact]
    public async Task AHoleIsTriedOnceAMinuteAndNotMoreOften()
    {
        using TestApp app = WithRecords(10);
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        await app.DeliverAsync(Orders0, 0, 1, 5, 6);
        app.Log.CursorsHearNothing = true;
        await app.TickMinutesAsync(1);
        int before = app.Log.CursorsOpened;
        for (int i = 0; i < 60; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(10));
            await app.TickAsync();
        }

        Assert.InRange(app.Log.CursorsOpened - before, 5, 10);
    }

    [Fact]
    public async Task ABatchDoesNotStartASealOfItsOwnWhileSealsFail()
    {
        using TestApp app = WithRecords(100);
        await app.DeliverAsync(Orders0, 0);
        app.ArchiveFaults.Fail(call => call.Operation == StoreOperation.List, times: int.MaxValue);
        for (int i = 1; i < 100; i++)
        {
            await app.DeliverAsync(Orders0, i);
            await app.DrainAsync();
        }

        Assert.NotNull(app.StateOf(Orders0)!.LastFailure);
        Assert.Equal(1, app.StateOf(Orders0)!.SealsEnded);
        app.ArchiveFaults.Before = null;
        await app.TickMinutesAsync(2);
        Assert.Null(app.StateOf(Orders0)!.LastFailure);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 100);
    }

    [Fact]
    public async Task TheSealsOwnWishIsServedWithoutASecondTimer()
    {
        using TestApp app = await WithDeliveredAsync(3);
        await app.SignalAsync(Orders0, Operations.Seal);
        Assert.Null(app.StateOf(Orders0)!.Wish);
        Assert.Null(app.StateOf(Orders0)!.Seal);
    }

    [Fact]
    public async Task RecordsThatComeWhileASealRunsAreSealedWithoutWaitingForNewerOnes()
    {
        using TestApp app = WithRecords(25);
        await app.SignalAsync(Orders0, Operations.Seal); // from here on a seal that closes nothing keeps the next one away
        bool delivered = false;
        app.ArchiveFaults.Before = async call =>
        {
            if (delivered || call != new StoreCall(StoreOperation.Find, "orders/000000/00000000000000000000"))
                return;
            delivered = true; // the run has listed the chunks
            await app.DeliverAsync(Orders0, Offsets(0, 25));
        };
        await app.SignalAsync(Orders0, Operations.Seal);
        Assert.True(delivered);
        Assert.Empty(app.ObjectNames);
        await app.TickMinutesAsync(1);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    private static int ChunkReads(TestApp app) =>
        app.StagingFaults.Calls.Count(call => call.Operation == StoreOperation.Read && ChunkName.TryParse(call.Name, out _));
}
