namespace KafkaStore.Tests.App;

/// <summary>Holes that the simulation has found: what happens while nobody knows yet that a topic was created again.</summary>
public sealed class RecreationRaceTests
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);
    private static readonly IdentityAnswer.Known First = new(new TopicId(1, 1), "cluster");
    private static readonly IdentityAnswer.Known Second = new(new TopicId(2, 2), "cluster");
    private static readonly IdentityAnswer Silent = new IdentityAnswer.NoAnswer("no controller");

    [Fact]
    public async Task ADifferenceIsNoFaultWhileARecordThatTakesPartInItMayBeAnotherTopics()
    {
        using TestApp app = Begin(records: 9);
        await app.DeliverAllAsync(Orders0);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Recreate(app, 5); // and the brokers give the former id for a while
        await app.DeliverAsync(Orders0, Offsets(0, 5));
        await app.SignalAsync(Orders0, Functions.Operations.Seal);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Contains("accepted again a short while ago", app.StateOf(Orders0)!.LastFailure);
        app.Log.Identity = Second;
        await app.TickMinutesAsync(3);
        Assert.Empty(app.Report.Faults);
        Assert.Equal("orders~g1", Assert.Single(app.Report.Generations).ToString());
    }

    [Fact]
    public async Task ADifferenceOfWhatIsConfirmedIsAFault()
    {
        using TestApp app = Begin(records: 9, Options() with { SettlingTime = TimeSpan.Zero });
        await app.DeliverAllAsync(Orders0);
        Recreate(app, 20);
        await app.DeliverAsync(Orders0, Offsets(0, 5));
        await app.SignalAsync(Orders0, Functions.Operations.Seal);
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(Orders0)!.Fault?.Kind);
    }

    [Fact]
    public async Task WhatIsDeliveredFromBeforeTheStartIsLetGoOfOnlyOnceItIsThisTopics()
    {
        using TestApp app = Begin(records: 9, Options() with { OffsetReset = OffsetReset.Latest });
        app.Append(1);
        await app.DeliverAsync(Orders0, Offsets(9, 10));
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DeliverAsync(Orders0, Offsets(3, 5));
        await app.SignalAsync(Orders0, Functions.Operations.Seal);
        Assert.Contains(app.Chunks, chunk => chunk.First == 3);
        Assert.True(app.StateOf(Orders0)!.HasSpentChunks);
        await app.TickMinutesAsync(2);
        Assert.DoesNotContain(app.Chunks, chunk => chunk.First == 3);
        Assert.False(app.StateOf(Orders0)!.HasSpentChunks);
    }

    [Fact]
    public async Task ALogThatHasShrunkIsNoFaultWhileNobodySaysWhichTopicItIs()
    {
        using TestApp app = Begin(records: 9, Options() with { SettlingTime = TimeSpan.Zero });
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Recreate(app, 5);
        app.Log.Identity = Silent;
        await app.TickMinutesAsync(5);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        app.Log.Identity = Second;
        await app.TickMinutesAsync(3);
        Assert.Empty(app.Report.Faults);
        Assert.Equal("orders~g1", Assert.Single(app.Report.Generations).ToString());
    }

    [Fact]
    public async Task NoStartIsNotedOfATopicThatTookTheNotedOnesPlace()
    {
        using TestApp app = Begin(records: 9);
        app.ArchiveFaults.Fail(
            call => call.Operation == StoreOperation.Create && call.Name.EndsWith("start.json", StringComparison.Ordinal),
            times: 1
        );
        await Assert.ThrowsAnyAsync<StorageException>(() => app.DeliverAsync(Orders0, Offsets(0, 5)));
        Assert.Contains("~kafka-store/orders/identity/0000.json", app.Archive.Names);
        Recreate(app, 5);
        app.Log.Identity = Second;
        BrokerUnavailableException refused = await Assert.ThrowsAsync<BrokerUnavailableException>(() =>
            app.DeliverAsync(Orders0, Offsets(0, 5))
        );
        Assert.Contains("where it begins can't be asked", refused.Message);
        Assert.DoesNotContain("~kafka-store/orders/start.json", app.Archive.Names);
        await app.TickMinutesAsync(3);
        await app.DeliverAsync(Orders0, Offsets(0, 5)); // kept aside, and fetched by the archiver itself
        await app.TickMinutesAsync(2);
        Assert.Equal(5, app.StateOf(new TopicPartition("orders~g1", 0))!.AcceptedEnd);
    }

    [Fact]
    public async Task AMarkerThatAnotherProcessHasJustNotedHoldsAtOnce()
    {
        using var app = TestApp.WithRecords(5, Options() with { SettlingTime = TimeSpan.Zero }); // no ids are given
        await app.DeliverAllAsync(Orders0);
        await app.SignalAsync(Orders0, Functions.Operations.Seal);
        var noted = new IdentityMarkers(app.Archive, app.Clock);
        var identity = new TopicIdentity(First.Id, First.ClusterId);
        await noted.NoteAsync(TopicGeneration.First("orders"), identity, IdentityProof.Beginning, null, default);
        await app.SignalAsync(Orders0, Functions.Operations.Close);
        Assert.Empty(app.ObjectNames);
        Assert.Contains("give topic orders no id", app.StateOf(Orders0)!.LastFailure);
    }

    [Fact]
    public async Task ARecordThatMayBeAnotherTopicsEndsNoSegmentByItsAge()
    {
        using TestApp app = Begin(records: 6, Options() with { Policy = new SegmentPolicy(TimeSpan.FromSeconds(7), long.MaxValue) });
        await app.DeliverAllAsync(Orders0);
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Recreate(app, 9); // and the brokers give the former id for a while
        await app.DeliverAsync(Orders0, Offsets(7, 9));
        await app.DeliverAsync(Orders0, Offsets(6, 7));
        app.SetState(Orders0, null); // a run that expects to close nothing
        Task sealing = app.SignalAsync(Orders0, Functions.Operations.Seal);
        Assert.Empty(app.ObjectNames);
        app.Log.Identity = Second;
        for (int second = 0; second < 300 && !sealing.IsCompleted; second++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }

        await sealing;
        Assert.Empty(app.ObjectNames);
        await app.TickMinutesAsync(5);
        Assert.DoesNotContain(await app.ObjectsAsync(Orders0), archived => archived.Facts!.Reason == RollReason.Age);
    }

    [Fact]
    public async Task AFormerOnesEntityHearsThatItsFaultWasCleared()
    {
        using TestApp app = Begin(records: 9);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        var fault = new PartitionFault(FaultKind.Conflict, "Something differs.");
        await app.SignalAsync(Orders0, Functions.Operations.Faulted, new FaultNotice(Orders0, fault));
        Recreate(app, 5);
        app.Log.Identity = Second;
        await app.TickMinutesAsync(70);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.DoesNotContain(app.Chunks, chunk => chunk.Partition == Orders0);
    }

    [Fact]
    public async Task WhatTheFormerOneHasArchivedAlreadyIsNotKeptAside()
    {
        using TestApp app = Begin(records: 10, Options() with { SettlingTime = TimeSpan.Zero });
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Assert.Single(app.ObjectNames);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.DeliverAsync(Orders0, Offsets(2, 5)); // again, and nobody sees the topic after it
        Recreate(app, 5);
        app.Log.Identity = Second;
        await app.TickMinutesAsync(5);
        Assert.Empty(app.Report.UnattributedChunks);
        Assert.DoesNotContain(app.Chunks, chunk => chunk.Partition == Orders0);
    }

    [Fact]
    public async Task WhatTheFormerOneHasInAnotherChunkIsNotKeptAsideForLong()
    {
        using TestApp app = Begin(records: 9);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        await app.DeliverAsync(Orders0, Offsets(2, 5)); // again, before an object has it
        Recreate(app, 5);
        app.Log.Identity = Second;
        await app.TickMinutesAsync(5);
        Assert.Equal(2, Assert.Single(app.Report.UnattributedChunks).First);
        Assert.DoesNotContain(app.Staging.Names, name => name.StartsWith("~unattributed/", StringComparison.Ordinal));
        await app.TickMinutesAsync(70);
        Assert.Single(app.ObjectNames, name => name.StartsWith("orders/", StringComparison.Ordinal));
    }

    private static TopicPartition Orders0 => TestApp.Orders0;

    private static ArchiverOptions Options() => TestApp.Counting(10) with { SettlingTime = Settling };

    private static long[] Offsets(int from, int to) => TestApp.Offsets(from, to);

    private static TestApp Begin(int records, ArchiverOptions? options = null)
    {
        var app = TestApp.WithRecords(records, options ?? Options());
        app.Log.Identity = First;
        return app;
    }

    private static void Recreate(TestApp app, int records)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        app.Log.AddPartition(Orders0);
        for (int i = 0; i < records; i++)
            app.Log.Append(Orders0, TestApp.Millisecond(500_000 + i), $"of the next topic: {i}");
    }
}
