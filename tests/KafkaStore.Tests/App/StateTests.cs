namespace KafkaStore.Tests.App;

/// <summary>Entity state is a cache: lost, old, wrong or unreadable it delays segments and never changes one.</summary>
public sealed class StateTests
{
    [Fact]
    public async Task LostStateIsFoundAgainInTheArchiveAndTheChunks()
    {
        using TestApp app = WithRecords(45);
        await app.AcceptAsync((0, 25));
        app.SetState(Orders0, null);
        await app.DeliverAsync(Orders0, Offsets(25, 45));
        await app.TickMinutesAsync(2);
        Assert.Equal(
            (40L, 45L, 5L),
            (app.StateOf(Orders0)!.Checkpoint!.Value, app.StateOf(Orders0)!.AcceptedEnd, app.StateOf(Orders0)!.Open.Records)
        );
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
    }

    [Fact]
    public async Task StateOlderThanTheArchiveCatchesUp()
    {
        using TestApp app = WithRecords(45);
        await app.AcceptAsync((0, 15));
        string? old = app.SerializedStateOf(Orders0);
        await app.DeliverAsync(Orders0, Offsets(15, 45));
        await app.TickMinutesAsync(2);
        app.SetState(Orders0, old);
        await app.TickMinutesAsync(12);
        Assert.Equal(40, app.StateOf(Orders0)!.Checkpoint);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
    }

    [Fact]
    public async Task WhenTheArchiveIsEmptiedTheCheckpointGoesDownAndTheBrokerIsAsked()
    {
        using TestApp app = await WithDeliveredAsync(25);
        foreach (string name in app.Archive.Names)
            await app.Archive.DeleteAsync(name, default);
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 25);
        await app.TickMinutesAsync(3);
        Assert.Equal(30, app.StateOf(Orders0)!.Checkpoint);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task TheTimerMakesUpForSignalsThatWereDropped()
    {
        using TestApp app = WithRecords(45);
        foreach (long[] batch in Offsets(0, 45).Chunk(7))
        {
            await app.DeliverAsync(Orders0, batch);
            app.Work.Drop();
        }

        await app.TickMinutesAsync(3);
        Assert.Equal(45, app.StateOf(Orders0)!.AcceptedEnd);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
    }

    [Fact]
    public async Task ASealThatNeverReportsIsGivenUpAfterTenMinutes()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAsync(Orders0, Offsets(0, 25));
        app.Work.OnPost = (key, posted) =>
        {
            if (!key.StartsWith('@') && !posted)
                throw new InvalidOperationException("The orchestration is never started.");
        };
        await app.DrainAsync();
        Assert.NotNull(app.StateOf(Orders0)!.Seal);
        app.Work.OnPost = null;
        await app.TickMinutesAsync(9);
        Assert.Empty(app.ObjectNames);
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"Partition\":{\"Topic\":\"orders\",\"Partition\":0},\"Open\":null,\"SinceSeal\":null}")]
    [InlineData("{\"Partition\":{\"Topic\":\"orders\",\"Partition\":0},\"Checkpoint\":\"far\"}")]
    [InlineData("{\"Partition\":{\"Topic\":\"payments\",\"Partition\":3},\"Checkpoint\":7}")]
    [InlineData("{\"Partition\":{\"Topic\":\"orders\",\"Partition\":0},\"Checkpoint\":17,\"LastBase\":-4}")]
    public async Task StateThatMakesNoSenseCountsAsNone(string state)
    {
        using TestApp app = WithRecords(45);
        await app.AcceptAsync((0, 25));
        app.SetState(Orders0, state);
        await app.TickMinutesAsync(1);
        await app.DeliverAsync(Orders0, Offsets(25, 45));
        await app.TickMinutesAsync(13);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
    }

    [Theory]
    [InlineData("Append")]
    [InlineData("Observe")]
    [InlineData("Sealed")]
    [InlineData("Seal")]
    [InlineData("Close")]
    [InlineData("Faulted")]
    [InlineData("ClearFault")]
    [InlineData("delete")]
    public async Task AnOperationWithoutItsInputChangesNothing(string operation)
    {
        using TestApp app = await WithDeliveredAsync(15);
        string? before = app.SerializedStateOf(Orders0);
        await app.SignalRawAsync(Orders0, operation, null);
        await app.SignalRawAsync(Orders0, operation, "nonsense");
        await app.SignalRawAsync(Orders0, operation, new TopicPartition("payments", 4));
        Assert.Equal(before, app.SerializedStateOf(Orders0));
    }

    [Fact]
    public void StateStaysBelowTwoKilobytesWithExtremeValues()
    {
        var partition = new TopicPartition(new string('T', 249), int.MaxValue);
        var decisions = new PartitionDecisions(new ArchiverOptions { Topics = [] }, () => Guid.NewGuid().ToString("N"));
        DateTimeOffset now = DateTimeOffset.MaxValue.AddDays(-1);
        var figures = new SegmentFigures(long.MaxValue / 4, long.MaxValue / 4, long.MinValue, long.MaxValue, now);
        PartitionState state = new(partition)
        {
            Checkpoint = long.MaxValue - 2,
            LastBase = long.MaxValue - 3,
            AcceptedEnd = long.MaxValue - 1,
            ReadThrough = long.MaxValue - 1,
            HasHole = true,
            HasSpentChunks = true,
            EndSuspect = true,
            BarrenSince = now,
            BehindSince = now,
            LastAcceptedAt = now,
            BarrenAcceptedEnd = long.MaxValue - 1,
            SealsEnded = long.MaxValue - 9,
            Open = figures,
            SinceSeal = figures,
            Wish = new SealWish(Close: true),
            Seal = new SealInFlight(Guid.NewGuid().ToString("N"), now, Close: true),
        };
        string endless = string.Concat(Enumerable.Repeat("The store's answer: \"é'+<no>\". ", 1000));
        PartitionState failed = decisions.Sealed(state, new SealOutcome(partition, state.Seal!.Attempt) { Failure = endless }, now).State;
        PartitionState faulted = decisions
            .Sealed(state, new SealOutcome(partition, state.Seal!.Attempt) { Fault = new PartitionFault(FaultKind.Conflict, endless) }, now)
            .State;
        PartitionFault shrunken = PartitionFaults.LogShrunk(new BrokerView(partition, 0, 1, failed.AcceptedEnd)).Fault;
        PartitionState shrunk = PartitionDecisions.Faulted(failed, shrunken).State;
        Assert.All(
            [state, failed, faulted, shrunk],
            each => Assert.InRange(Encoding.UTF8.GetByteCount(LocalEngine.Converter.Serialize(each)!), 100, 2047)
        );
        Assert.StartsWith("The store", failed.LastFailure);
        Assert.Equal(FaultKind.TopicRecreated, shrunk.Fault!.Kind);
    }
}
