namespace KafkaStore.Tests.App;

/// <summary>An operator closes what is open.</summary>
public sealed class RequestedClosingTests
{
    [Fact]
    public async Task TheOpenSegmentEndsWhereItWasAcceptedUpToAndSaysWhy()
    {
        using TestApp app = await WithDeliveredAsync(15);
        await app.CloseAsync(Orders0);
        Assert.Equal(
            [RollReason.Count, RollReason.Requested],
            (await app.ObjectsAsync(Orders0)).Select(archived => archived.Facts!.Reason)
        );
        await app.AssertArchivedExactlyAsync(Orders0, 0, 15);
    }

    [Fact]
    public async Task ASecondRequestOfTheSameMinuteChangesNothing()
    {
        using TestApp app = await WithDeliveredAsync(15);
        await app.CloseAsync(Orders0);
        await app.CloseAsync(Orders0);
        Assert.Equal(2, app.ObjectNames.Count);
    }

    [Fact]
    public async Task ARequestDuringASealIsServedAfterIt()
    {
        using TestApp app = WithRecords(15);
        await app.DeliverAsync(Orders0, Offsets(0, 15));
        await app.SignalAsync(Orders0, Operations.Close); // behind the batch's own signal, which starts a seal
        Assert.Equal(2, app.ObjectNames.Count);
    }

    [Fact]
    public async Task ARequestThatTheTimeLimitInterruptsIsFinishedByTheNextRuns()
    {
        using TestApp app = WithRecords(35, Counting(10) with { SealTimeLimit = TimeSpan.FromTicks(-1) });
        await app.DeliverAsync(Orders0, Offsets(0, 35));
        await app.SignalAsync(Orders0, Operations.Close);
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 35);
        Assert.Equal(RollReason.Requested, (await app.ObjectsAsync(Orders0))[^1].Facts!.Reason);
    }

    [Fact]
    public async Task RecordsPastTheRequestGoToTheNextSegment()
    {
        using TestApp app = await WithDeliveredAsync(8);
        await app.CloseAsync(Orders0);
        app.Append(12);
        await app.DeliverAllAsync(Orders0, from: 8);
        await app.TickMinutesAsync(2);
        Assert.Equal([0L, 8L], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 18);
    }

    [Fact]
    public async Task ARequestToAPartitionWhoseStateIsLostIsServedOnceItIsFoundAgain()
    {
        using TestApp app = await WithDeliveredAsync(15);
        app.Restart();
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 15);
    }

    [Fact]
    public async Task AnEmptyPartitionHasNothingToClose()
    {
        using TestApp app = WithRecords(0);
        await app.CloseAsync(Orders0);
        Assert.Empty(app.ObjectNames);
        Assert.Null(app.StateOf(Orders0)!.Fault);
    }
}
