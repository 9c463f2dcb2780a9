namespace KafkaStore.Tests.App;

/// <summary>However batches come, each record is archived once, in its place.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task ABatchDeliveredTwiceIsArchivedOnce()
    {
        using TestApp app = WithRecords(25);
        await app.AcceptAsync((0, 12), (0, 12));
        await app.AcceptAsync((12, 25));
        await app.DeliverAsync(Orders0, Offsets(12, 25));
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        Assert.Equal(["orders/000000/00000000000000000000", "orders/000000/00000000000000000010"], app.ObjectNames);
    }

    [Fact]
    public async Task ABatchDeliveredLongAfterItsSegmentWasSealedChangesNothingAndIsSweptAway()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAllAsync(Orders0, batchSize: 5);
        await app.TickMinutesAsync(2);
        string[] before = [.. app.ObjectNames];
        await app.AcceptAsync((3, 8), (8, 23));
        await app.TickMinutesAsync(2);
        Assert.Equal(before, app.ObjectNames);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.All(app.Chunks, chunk => Assert.True(chunk.Last >= 20, chunk.ToString()));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task OverlappingRepeatedAndReorderedBatchesMakeTheSameArchive(int seed)
    {
        using TestApp quiet = WithRecords(100);
        await quiet.DeliverAllAsync(Orders0);
        using TestApp wild = WithRecords(100);
        var random = new Random(seed);
        wild.Work.Disorder = random;
        long[][] batches = [.. Enumerable.Range(0, 100).Select(first => Offsets(first, Math.Min(100, first + random.Next(1, 20))))];
        random.Shuffle(batches);
        foreach (long[] batch in batches)
        {
            await wild.DeliverAsync(Orders0, batch);
            if (random.Next(5) == 0)
                await wild.DrainAsync();
        }

        await wild.DrainAsync();
        await wild.TickMinutesAsync(20);
        AssertSameArchive(quiet, wild);
        await wild.AssertArchivedExactlyAsync(Orders0, 0, 100);
    }

    [Fact]
    public async Task SeveralRunsOfOffsetsOutOfOrderInOneBatchAreSorted()
    {
        using TestApp app = WithRecords(30);
        await app.DeliverAsync(Orders0, [.. Offsets(20, 30), .. Offsets(0, 10), .. Offsets(5, 25)]);
        await app.DrainAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
        Assert.Equal(3, app.ObjectNames.Count);
    }

    [Fact]
    public async Task OneBatchOfSeveralPartitionsAndTopicsGoesToEachOfThem()
    {
        TopicPartition[] partitions = [new("orders", 0), new("orders", 7), new("payments", 0), new("Payments", 0)];
        using var app = new TestApp(options: Counting(10) with { Topics = ["orders", "payments", "Payments"] });
        foreach (TopicPartition partition in partitions)
        {
            app.Log.AddPartition(partition);
            app.Append(10, partition);
        }

        await app.DeliverMixedAsync(
            partitions
                .SelectMany(partition => app.Log.Read(partition, 0).Select(record => (partition, record)))
                .OrderBy(pair => pair.record.Offset)
        );
        await app.DrainAsync();
        foreach (TopicPartition partition in partitions)
            await app.AssertArchivedExactlyAsync(partition, 0, 10);
        Assert.Equal(4, app.ObjectNames.Count);
    }

    [Fact]
    public async Task TopicsThatDifferOnlyInCaseHaveEntitiesOfTheirOwn()
    {
        TopicPartition lower = new("orders", 0);
        TopicPartition upper = new("ORDERS", 0);
        using var app = new TestApp(options: Counting(10) with { Topics = ["orders", "ORDERS"] });
        app.Log.AddPartition(lower);
        app.Log.AddPartition(upper);
        app.Append(10, lower);
        app.Append(15, upper);
        await app.DeliverAllAsync(lower);
        await app.DeliverAllAsync(upper);
        Assert.Equal(10, app.StateOf(lower)!.AcceptedEnd);
        Assert.Equal(15, app.StateOf(upper)!.AcceptedEnd);
        Assert.NotEqual(
            KafkaStore.Functions.EntityIds.Of(lower).Key,
            KafkaStore.Functions.EntityIds.Of(upper).Key,
            StringComparer.OrdinalIgnoreCase
        );
        await app.AssertArchivedExactlyAsync(upper, 0, 10);
    }

    [Fact]
    public async Task TheLongestTopicNamesAreArchivedToo()
    {
        string topic = new string('T', 248) + "x";
        TopicPartition[] partitions = [new(topic, 0), new(topic, 1), new(topic[..248] + "y", 0)];
        using var app = new TestApp(options: Counting(10) with { Topics = [topic, partitions[2].Topic] });
        foreach (TopicPartition partition in partitions)
        {
            app.Log.AddPartition(partition);
            app.Append(12, partition);
            await app.DeliverAllAsync(partition, batchSize: 5);
            await app.TickMinutesAsync(2);
            await app.AssertArchivedExactlyAsync(partition, 0, 10);
            Assert.True(KafkaStore.Functions.EntityIds.Of(partition).ToString().Length <= 200);
        }

        Assert.Equal(3, partitions.Select(partition => KafkaStore.Functions.EntityIds.Of(partition)).Distinct().Count());
    }

    [Fact]
    public async Task ABatchThatCouldNotBeStagedIsNotAcceptedAndComesAgain()
    {
        using TestApp app = WithRecords(20);
        app.StagingFaults.Fail(call => call.Operation == Support.StoreOperation.Create && call.Name.StartsWith("orders/"), times: 1);
        await Assert.ThrowsAsync<KafkaStore.Storage.StorageUnavailableException>(() => app.DeliverAsync(Orders0, Offsets(0, 10)));
        Assert.Empty(app.Chunks);
        await app.AcceptAsync((0, 20));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Fact]
    public async Task TwoDifferentRecordsForOneOffsetInOneBatchAreBothStagedAndFault()
    {
        using TestApp app = WithRecords(10);
        Record twin = app.Log.Read(Orders0, 4, 5).Single() with { Timestamp = 1 };
        await app.DeliverAsync(Orders0, app.Log.Read(Orders0, 0).Append(twin));
        await app.DrainAsync();
        PartitionState state = app.StateOf(Orders0)!;
        Assert.Equal(FaultKind.TopicRecreated, state.Fault?.Kind);
        Assert.Contains("offset 4", state.Fault!.Message);
        Assert.Equal(2, app.Chunks.Count);
        Assert.Empty(app.ObjectNames);
    }
}
