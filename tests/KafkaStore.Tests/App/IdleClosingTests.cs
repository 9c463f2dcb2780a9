namespace KafkaStore.Tests.App;

/// <summary>Segments that the clock closes: eight hours past the maximum age, by acceptance or by timestamp.</summary>
public sealed class IdleClosingTests : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);
    private static readonly TimeSpan Open = Age + TimeSpan.FromHours(8);
    private static readonly TimeSpan Millisecond1 = TimeSpan.FromMilliseconds(1);

    private readonly TestApp app = new();

    public IdleClosingTests() => app.Log.AddPartition(Orders0);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task ASegmentWithAFarFutureFirstTimestampIsClosedByItsAcceptance()
    {
        await AcceptAsync(timestamp: Millisecond((long)TimeSpan.FromDays(4000).TotalMilliseconds));
        await AcceptAsync(timestamp: Millisecond(0));
        await AssertClosesAtAsync(Epoch + Open, records: 2);
    }

    [Fact]
    public async Task ASegmentOfRecordsWithoutTimestampsIsClosedByItsAcceptance()
    {
        await AcceptAsync(timestamp: -1);
        await AcceptAsync(timestamp: -1);
        await AssertClosesAtAsync(Epoch + Open, records: 2);
    }

    [Fact]
    public async Task AnOldSegmentIsClosedOneMaximumAgeAfterItsLastAcceptance()
    {
        await AcceptAsync(timestamp: Millisecond(-(long)TimeSpan.FromDays(400).TotalMilliseconds));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await AcceptAsync(timestamp: Millisecond(-(long)TimeSpan.FromDays(400).TotalMilliseconds));
        await AssertClosesAtAsync(Epoch + TimeSpan.FromMinutes(10) + Age, records: 2);
    }

    [Fact]
    public async Task TheFirstAcceptanceCountsAlsoWhenTheRecordsCameTwiceAndTheProcessWasRestarted()
    {
        await AcceptAsync(timestamp: -1);
        app.Clock.Advance(TimeSpan.FromHours(4));
        app.Restart();
        await app.DeliverAsync(Orders0, 0);
        await app.DrainAsync();
        await AssertClosesAtAsync(Epoch + Open, records: 1);
    }

    [Fact]
    public async Task RecordsAcceptedAfterTheCutWasFixedBelongToTheNextSegment()
    {
        await AcceptAsync(timestamp: Millisecond(0));
        Record late = app.Log.Append(Orders0, Millisecond(1));
        app.Log.SetOpenTransaction(Orders0, late.Offset); // so the timer sees an end that is accepted
        app.Clock.SetUtcNow(Epoch + Open);

        // While the seal is on its way, before it lists the chunks.
        bool delivered = false;
        app.StagingFaults.Before = async call =>
        {
            if (delivered || call.Operation != StoreOperation.List || call.Name == FaultName.Folder)
                return;
            delivered = true;
            await app.DeliverAsync(Orders0, [late]);
        };
        await app.TickAsync();
        app.Log.SetOpenTransaction(Orders0, null);
        Assert.True(delivered);
        ArchiveObject only = Assert.Single(await app.ObjectsAsync(Orders0));
        Assert.Equal((RollReason.Idle, 1L), (only.Facts!.Reason, only.NextOffset));
        Assert.True(app.StateOf(Orders0)!.Open.Records >= 1);
    }

    [Fact]
    public async Task WhatWasClosedAsIdleIsAdoptedByARunThatWouldHaveGoneOn()
    {
        await AcceptAsync(timestamp: Millisecond(0));
        app.Clock.SetUtcNow(Epoch + Open);
        await app.TickAsync();
        await AcceptAsync(timestamp: Millisecond(1));
        app.LoseStaging();
        await app.AcceptStagingLossAsync();
        await app.DeliverAsync(Orders0, 0, 1);
        await app.DrainAsync();
        await app.CloseAsync(Orders0);
        Assert.Equal([0L, 1L], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 2);
    }

    [Fact]
    public async Task NothingIsClosedWhileNothingIsOpen()
    {
        await AcceptAsync(timestamp: Millisecond(0));
        await app.CloseAsync(Orders0);
        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.TickAsync();
        Assert.Single(app.ObjectNames);
    }

    private static DateTimeOffset Epoch => TestTime.Epoch;

    private async Task AcceptAsync(long timestamp)
    {
        Record record = app.Log.Append(Orders0, timestamp);
        await app.DeliverAsync(Orders0, record.Offset);
        await app.DrainAsync();
    }

    private async Task AssertClosesAtAsync(DateTimeOffset time, int records)
    {
        await app.TickMinutesAsync(2);
        int asked = Looks();
        app.Clock.SetUtcNow(time - Millisecond1);
        await app.TickAsync();
        Assert.Equal(asked, Looks()); // not even looked at
        Assert.Empty(app.ObjectNames);
        app.Clock.SetUtcNow(time);
        await app.TickAsync();
        ArchiveObject only = Assert.Single(await app.ObjectsAsync(Orders0));
        Assert.Equal((RollReason.Idle, (long)records), (only.Facts!.Reason, only.Facts.Container.Records));
    }

    // The timer looks for faults each minute.
    private int Looks() => app.StagingFaults.Calls.Count(call => !call.Name.StartsWith(FaultName.Folder, StringComparison.Ordinal));
}
