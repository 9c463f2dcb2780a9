namespace KafkaStore.Tests.App;

/// <summary>The staging location is destroyed and an empty one takes its place.</summary>
public sealed class StagingLossTests
{
    [Fact]
    public async Task WhatTheBrokerStillHasIsFetchedAndNobodyIsBothered()
    {
        using TestApp app = WithRecords(45);
        await app.AcceptAsync((0, 27));
        app.LoseStaging();
        await app.DeliverAsync(Orders0, Offsets(27, 45)); // the group's offset was committed
        await app.TickAfterGraceAsync(2);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
    }

    [Fact]
    public async Task WhatTheBrokerNoLongerHasFaultsThePartitionUntilTheLossIsAccepted()
    {
        using TestApp app = await WithLostStagingAsync();
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.Equal(FaultKind.StagingLost, fault.Kind);
        Assert.Contains("[20, 27)", fault.Message);
        Assert.EndsWith("or accept the loss with KafkaStore__AcceptStagingLoss=true.", fault.Message);
        Assert.DoesNotContain(app.Archive.Names, name => name.Contains("/lost/"));

        await app.AcceptStagingLossAsync();
        await app.ResumeAsync(Orders0);
        await app.TickMinutesAsync(2);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Equal([(Orders0, new OffsetRange(20, 27))], app.Report.Lost);
        Assert.Equal([.. Offsets(0, 20), .. Offsets(27, 37)], (await app.ArchivedAsync(Orders0)).Select(record => record.Offset));
    }

    [Fact]
    public async Task AClearedFaultComesBackWhileTheLossIsNotAccepted()
    {
        using TestApp app = await WithLostStagingAsync();
        await app.ResumeAsync(Orders0);
        Assert.Equal(FaultKind.StagingLost, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal(2, app.ObjectNames.Count);
    }

    [Fact]
    public async Task AFaultedPartitionGoesOnStagingAlsoAfterARestart()
    {
        using TestApp app = await WithLostStagingAsync();
        app.Restart();
        app.Append(10);
        await app.DeliverAsync(Orders0, Offsets(45, 55));
        await app.TickMinutesAsync(3);
        Assert.Equal(FaultKind.StagingLost, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal(54, app.Chunks.Max(chunk => chunk.Last));
    }

    [Fact]
    public async Task TheOptionToAcceptTheLossIsEnough()
    {
        using TestApp app = await WithLostStagingAsync();
        app.Restart(app.Options with { AcceptStagingLoss = true });
        await app.TickMinutesAsync(3);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Equal(30, (await app.ArchivedAsync(Orders0)).Count);

        // Accepted for that location for good, not for the next one.
        app.Restart(app.Options with { AcceptStagingLoss = false });
        await app.TickMinutesAsync(3);
        Assert.Null(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task WhatWasDeletedBeforeItWasAcceptedIsLostAndNotTheStagingsFault()
    {
        using TestApp app = WithRecords(45);
        await app.AcceptAsync((0, 27));
        app.Log.MoveStart(Orders0, 30);
        await app.DeliverAsync(Orders0, Offsets(30, 45));
        await app.TickAfterGraceAsync(2);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Equal([(Orders0, new OffsetRange(27, 30))], app.Report.Lost);
    }

    private static async Task<TestApp> WithLostStagingAsync()
    {
        TestApp app = WithRecords(45);
        await app.AcceptAsync((0, 27));
        app.Log.MoveStart(Orders0, 27);
        app.LoseStaging();
        await app.DeliverAsync(Orders0, Offsets(27, 45));
        await app.TickAfterGraceAsync(2);
        return app;
    }
}
