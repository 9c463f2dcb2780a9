using KafkaStore.Resuming;

namespace KafkaStore.Tests.Faults;

/// <summary>A fault outlives processes, entities and its cause: only who asks for it clears it.</summary>
public sealed class LastingFaultTests
{
    private const string First = "orders/000000/00000000000000000000";

    [Fact]
    public async Task RestartsClearNothingThoughTheCauseIsGone()
    {
        using TestApp app = await WithConflictAsync();
        await app.Archive.DeleteAsync(First, default);
        for (int i = 0; i < 3; i++)
        {
            app.Restart();
            await app.SignalAsync(Orders0, Operations.Seal); // as a host does when it starts
            Assert.Equal(FaultKind.Conflict, app.StateOf(Orders0)!.Fault?.Kind);
            await app.TickMinutesAsync(12);
        }

        Assert.Empty(app.ObjectNames);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.DoesNotContain(app.Staging.Names, name => name.StartsWith(FaultName.Folder, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnEntityThatIsToldOfAClearedFaultFindsItAgain()
    {
        using TestApp app = await WithConflictAsync();
        await app.SignalAsync(Orders0, Operations.ClearFault);
        Assert.Equal(FaultKind.Conflict, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal([First], app.ObjectNames);
    }

    [Fact]
    public async Task AnEntityWhoseStateIsLostIsToldWithinAMinute()
    {
        using TestApp app = await WithConflictAsync();
        app.SetState(Orders0, null);
        await app.TickMinutesAsync(1);
        Assert.Equal(FaultKind.Conflict, app.StateOf(Orders0)!.Fault?.Kind);
    }

    [Fact]
    public async Task ItIsShownEveryMinuteAlsoWhileTheBrokerDoesNotAnswer()
    {
        using TestApp app = await WithConflictAsync();
        app.Restart();
        app.Log.Outage = "Away.";
        int before = Shown(app);
        await app.TickMinutesAsync(3);
        Assert.Equal(3, Shown(app) - before);
    }

    [Fact]
    public async Task WhatCantBeNotedIsNotReportedAndTriedAgain()
    {
        using TestApp other = WithRecords(10);
        other.Log.Identity = TestApp.Known; // so that no record has to tell whether it is the same topic
        await other.DeliverAllAsync(Orders0);
        using TestApp app = Other(other);
        app.Log.Identity = TestApp.Known;
        app.StagingFaults.Fail(call => call.Operation == StoreOperation.Create && call.Name == FaultName.Of(Orders0), times: 2);
        await DeliverOthersAsync(app);
        Assert.Empty(app.Report.Faults);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.NotNull(app.StateOf(Orders0)!.LastFailure);
        await app.TickMinutesAsync(3);
        PartitionFault fault = Assert.Single(app.Report.Faults);
        Assert.Contains(First, fault.Message, StringComparison.Ordinal);
        Assert.Equal(fault.Kind, app.StateOf(Orders0)!.Fault?.Kind);
    }

    [Fact]
    public async Task AStagingLocationThatCantBeAskedLeavesTheRestOfTheMinuteToBeDone()
    {
        using TestApp app = await WithConflictAsync();
        app.StagingFaults.Fail(call => call.Name.StartsWith(FaultName.Folder, StringComparison.Ordinal), times: int.MaxValue);
        int before = Shown(app);
        await app.TickMinutesAsync(1);
        Assert.Equal(1, Shown(app) - before);
        Assert.Equal(1, app.Loggers.Count("can't be asked for faults"));
        Assert.NotNull(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task OtherPartitionsGoOn()
    {
        using TestApp app = await WithConflictAsync();
        var orders1 = new TopicPartition("orders", 1);
        app.Log.AddPartition(orders1);
        app.Append(20, orders1);
        await app.DeliverAllAsync(orders1);
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(orders1, 0, 20);
        Assert.Equal([First], app.ObjectNames.Where(name => name.StartsWith("orders/000000/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ASealThatRanMeanwhileReportsTheFaultThatStands()
    {
        using TestApp app = await WithConflictAsync();
        SealOutcome outcome = await app.SealAsync(new SealRequest(Orders0, "another"));
        Assert.Equal(app.Report.Faults.First(), outcome.Fault);
        Assert.Null(outcome.Checkpoint);
    }

    private static int Shown(TestApp app) => app.Loggers.Count("seals nothing (Conflict)");

    // The archive has other records under the first name than the ones that this one accepts.
    private static async Task<TestApp> WithConflictAsync()
    {
        using TestApp other = WithRecords(10);
        await other.DeliverAllAsync(Orders0);
        TestApp app = Other(other);
        await DeliverOthersAsync(app);
        Assert.Equal(FaultKind.Conflict, app.StateOf(Orders0)!.Fault?.Kind);
        return app;
    }

    private static TestApp Other(TestApp other)
    {
        TestApp app = WithRecords(0);
        for (int i = 0; i < 10; i++)
            app.Log.Append(Orders0, Millisecond(i), $"other {i}");
        app.ArchiveFaults.Before = call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name == First && !app.Archive.Names.Contains(First))
                app.Archive.Replace(First, other.Archive.BytesOf(First));
            return Task.CompletedTask;
        };
        return app;
    }

    private static async Task DeliverOthersAsync(TestApp app)
    {
        await app.DeliverAllAsync(Orders0);
        app.ArchiveFaults.Before = null;
    }
}
