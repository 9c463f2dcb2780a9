namespace KafkaStore.Tests.App;

/// <summary>Where partitions begin: fixed once, before the first chunk, and the same for every run.</summary>
public sealed class StartTests
{
    private const string Marker = "~kafka-store/orders/start.json";

    private static readonly TopicPartition Orders1 = new("orders", 1);

    [Fact]
    public async Task EarliestIsTheLogStart()
    {
        using TestApp app = WithRecords(30);
        app.Log.MoveStart(Orders0, 7);
        await app.DeliverAsync(Orders0, Offsets(12, 30));
        await app.TickAfterGraceAsync(2);
        Assert.Equal("orders/000000/00000000000000000007", app.ObjectNames[0]);
        await app.AssertArchivedExactlyAsync(Orders0, 7, 27);
    }

    [Fact]
    public async Task EarliestIsTheFirstOffsetInHandWhenTheLogStartHasMovedPastIt()
    {
        using TestApp app = WithRecords(30);
        Record[] inHand = [.. app.Log.Read(Orders0, 3, 8)];
        app.Log.MoveStart(Orders0, 7);
        await app.DeliverAsync(Orders0, inHand);
        await app.DeliverAsync(Orders0, Offsets(8, 30));
        await app.TickMinutesAsync(2);
        Assert.Equal("orders/000000/00000000000000000003", app.ObjectNames[0]);
        Assert.Equal(Offsets(3, 23), (await app.ArchivedAsync(Orders0)).Select(record => record.Offset));
    }

    [Fact]
    public async Task LatestIsTheReadCommittedEndAndEarlierRecordsAreLeftOut()
    {
        using TestApp app = WithRecords(12, Counting(10) with { OffsetReset = OffsetReset.Latest });
        app.Log.SetOpenTransaction(Orders0, 11);
        await app.TickMinutesAsync(1);
        app.Log.SetOpenTransaction(Orders0, null);
        app.Append(20);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Assert.Equal("orders/000000/00000000000000000011", app.ObjectNames[0]);
        await app.AssertArchivedExactlyAsync(Orders0, 11, 31);
    }

    [Fact]
    public async Task ATopicsMarkerIsReadOnceWhateverTheNumberOfItsPartitions()
    {
        using TestApp app = WithRecords(15);
        TopicPartition[] partitions = [Orders0, .. Enumerable.Range(1, 40).Select(i => new TopicPartition("orders", i))];
        foreach (TopicPartition partition in partitions.Skip(1))
        {
            app.Log.AddPartition(partition);
            app.Append(15, partition);
        }

        foreach (TopicPartition partition in partitions)
            await app.DeliverAllAsync(partition);
        await app.TickMinutesAsync(2);
        Assert.Equal(partitions.Length, app.ObjectNames.Count);
        // Once before it is there, and once when it is.
        Assert.Equal(2, app.ArchiveFaults.Calls.Count(call => call is { Operation: StoreOperation.Read, Name: Marker }));
    }

    [Fact]
    public async Task ErrorRefusesToGuess()
    {
        using TestApp app = WithRecords(12, Counting(10) with { OffsetReset = OffsetReset.Error });
        await Fails.SayingAsync<StartUnknownException>(
            "Say it with KafkaStore__OffsetReset=earliest (",
            () => app.DeliverAsync(Orders0, Offsets(0, 12))
        );
        Assert.Empty(app.Chunks);

        app.Restart(app.Options with { OffsetReset = OffsetReset.Earliest });
        await app.DeliverAsync(Orders0, Offsets(0, 12));
        app.Restart(app.Options with { OffsetReset = OffsetReset.Error });
        await app.DeliverAsync(Orders0, Offsets(0, 12));
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
    }

    [Fact]
    public async Task J_APartitionAddedLaterIsNotedBeforeItHasARecord()
    {
        using TestApp app = await WithDeliveredAsync(12);
        await app.TickMinutesAsync(1);
        app.Log.AddPartition(Orders1);
        await app.TickMinutesAsync(1);
        Assert.Contains(MarkerName.Start(Orders1), app.Archive.Names);
        int calls = app.ArchiveFaults.Calls.Count(call => call.Name == MarkerName.Start(Orders1));
        await app.TickMinutesAsync(3);
        Assert.Equal(calls, app.ArchiveFaults.Calls.Count(call => call.Name == MarkerName.Start(Orders1)));

        app.Append(25, Orders1);
        await app.DeliverAsync(Orders1, Offsets(0, 25));
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders1, 0, 20);
    }

    [Theory]
    [InlineData(OffsetReset.Earliest)]
    [InlineData(OffsetReset.Latest)]
    [InlineData(OffsetReset.Error)]
    public async Task APartitionAddedLaterBeginsAtItsLogStart(OffsetReset reset)
    {
        using TestApp app = await WithDeliveredAsync(12);
        app.Restart(app.Options with { OffsetReset = reset });
        app.Log.AddPartition(Orders1);
        app.Append(25, Orders1);
        await app.DeliverAsync(Orders1, Offsets(5, 25));
        await app.TickAfterGraceAsync(2);
        await app.AssertArchivedExactlyAsync(Orders1, 0, 20);
        Assert.Contains(MarkerName.Start(Orders1), app.Archive.Names);
    }

    [Theory]
    [InlineData(OffsetReset.Earliest)]
    [InlineData(OffsetReset.Latest)]
    [InlineData(OffsetReset.Error)]
    public async Task AnArchiveWithObjectsAndWithoutAMarkerGoesOnWhereItEnds(OffsetReset reset)
    {
        using TestApp app = WithRecords(40);
        app.Log.MoveStart(Orders0, 5);
        await app.AcceptAsync((5, 25));
        await app.Archive.DeleteAsync(MarkerName.Start("orders"), default);
        app.Restart(app.Options with { OffsetReset = reset });
        await app.DeliverAsync(Orders0, Offsets(20, 40));
        await app.TickMinutesAsync(2);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        await app.AssertArchivedExactlyAsync(Orders0, 5, 35);
    }

    [Fact]
    public async Task RecordsFromBeforeTheFirstObjectOfSuchAnArchiveAreLeftOut()
    {
        using TestApp app = WithRecords(30);
        app.Log.MoveStart(Orders0, 5);
        await app.AcceptAsync((5, 25));
        await app.Archive.DeleteAsync(MarkerName.Start("orders"), default);

        // Another group, which reads from the beginning of a log that reaches further back.
        using TestApp whole = WithRecords(30);
        using var other = new TestApp(whole.Log, app.Archive, app.Options);
        await other.DeliverAllAsync(Orders0, batchSize: 3);
        await other.TickMinutesAsync(3);
        Assert.Null(other.StateOf(Orders0)!.Fault);
        Assert.Equal(25, other.StateOf(Orders0)!.Checkpoint);
        Assert.All(other.Chunks, chunk => Assert.True(chunk.Last >= 25));
        await other.AssertArchivedExactlyAsync(Orders0, 5, 25);
    }

    [Fact]
    public async Task ATopicThatTheBrokerDoesNotKnowYetIsAcceptedOnceItDoes()
    {
        using TestApp app = WithRecords(12);
        Record[] records = [.. app.Log.Read(Orders0, 0)];
        app.Log.RemovePartition(Orders0);
        app.Log.AddPartition(Orders1);
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => app.DeliverAsync(Orders0, records));
        Assert.Empty(app.Chunks);
    }
}
