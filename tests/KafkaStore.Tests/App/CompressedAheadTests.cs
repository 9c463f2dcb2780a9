namespace KafkaStore.Tests.App;

/// <summary>Segments that are compressed while their records are accepted: what is made of them, and what is not.</summary>
public sealed class CompressedAheadTests
{
    [Fact]
    public async Task EverySegmentOfWhatCameInOrderIsMadeOfIt()
    {
        using TestApp app = Ahead(100);
        await app.SignalAsync(Orders0, Operations.Seal); // as the local host does at its start
        await app.DeliverAllAsync(Orders0, batchSize: 7);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 100);
        Assert.Equal(10, app.TakenAhead);
    }

    [Fact]
    public async Task AfterARestartTheNextSegmentIsCompressedAheadAgain()
    {
        using TestApp app = Ahead(100);
        await app.DeliverAllAsync(Orders0, batchSize: 7);
        app.Append(25);
        await app.DeliverAsync(Orders0, Offsets(100, 105));
        app.Restart();
        await app.TickAsync();
        await app.DeliverAsync(Orders0, Offsets(105, 112));
        await app.DeliverAsync(Orders0, Offsets(112, 125));
        await app.DrainAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 120);
        Assert.Equal(2, app.TakenAhead);
    }

    [Fact]
    public async Task WhatWasAcceptedWhileSealingReadIsReadBackOnce()
    {
        using TestApp app = Ahead(40);
        app.Restart();
        await app.DeliverAsync(Orders0, Offsets(0, 4));
        await app.DeliverAsync(Orders0, Offsets(4, 9)); // before the first seal has run
        await app.DrainAsync();
        await app.AcceptAsync((9, 14), (14, 40));
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
        Assert.Equal(4, app.TakenAhead);
    }

    [Fact]
    public async Task ARequestedEndIsMadeOfItToo()
    {
        using TestApp app = Ahead(25);
        await app.DeliverAllAsync(Orders0, batchSize: 5);
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 25);
        Assert.Equal(3, app.TakenAhead);

        app.Append(20);
        await app.AcceptAsync((25, 31), (31, 45));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 45);
        Assert.Equal(5, app.TakenAhead);
    }

    [Fact]
    public async Task AChunkOfAnotherProcessHasItReadFromStaging()
    {
        using TestApp app = Ahead(30);
        await app.AcceptAsync((0, 4));
        using var other = new TestApp(app.Log, app.Archive, app.Options, app.Staging);
        await other.DeliverAsync(Orders0, Offsets(2, 6));
        await app.AcceptAsync((4, 8), (8, 13));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
        Assert.Equal(0, app.TakenAhead);

        await app.AcceptAsync((13, 30));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
        Assert.Equal(2, app.TakenAhead);
    }

    [Fact]
    public async Task ARecordThatDiffersFromTheOneStagedBeforeIsAFaultAsWithoutIt()
    {
        using TestApp app = Ahead(30);
        await app.AcceptAsync((0, 4));
        Record forged = Assert.Single(app.Log.Read(Orders0, 5, 6)) with { Value = "another"u8.ToArray() };
        using var other = new TestApp(app.Log, app.Archive, app.Options, app.Staging);
        await other.DeliverAsync(Orders0, [forged]);
        await app.AcceptAsync((4, 12));
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(Orders0)!.Fault!.Kind);
        Assert.Empty(app.ObjectNames);
    }

    [Fact]
    public async Task AnObjectOfAnotherProcessIsAdoptedAndTheNextSegmentCompressedAhead()
    {
        using TestApp app = Ahead(40);
        await app.AcceptAsync((0, 6));
        using var other = new TestApp(app.Log, app.Archive, app.Options);
        await other.DeliverAllAsync(Orders0, batchSize: 12);
        long taken = app.TakenAhead;
        await app.AcceptAsync((6, 40));
        app.Append(20);
        await app.AcceptAsync((40, 60));
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 60);
        Assert.Equal(2, app.TakenAhead - taken);
    }

    [Fact]
    public async Task AStoreThatIsAwayForAWhileGetsWhatWasCompressedBefore()
    {
        using TestApp app = Ahead(45);
        await app.AcceptAsync((0, 4));
        app.ArchiveFaults.Fail(call => call.Operation == StoreOperation.Create, times: int.MaxValue);
        await app.AcceptAsync((4, 27), (27, 31));
        Assert.Empty(app.ObjectNames);
        app.ArchiveFaults.Before = null;
        await app.TickMinutesAsync(10);
        await app.AcceptAsync((31, 45));
        await app.TickMinutesAsync(10);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
        Assert.Equal(4, app.TakenAhead);
    }

    [Fact]
    public async Task WhatCouldNotBeStagedIsInNoSegment()
    {
        using TestApp app = Ahead(30);
        await app.AcceptAsync((0, 4));
        app.StagingFaults.Fail(call => call.Operation == StoreOperation.Create, times: 1);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => app.DeliverAsync(Orders0, Offsets(4, 13)));
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 4);

        await app.AcceptAsync((4, 13), (13, 30));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 24);
    }

    [Fact]
    public async Task ASealThatRunsWhileRecordsAreStagedTakesNoneThatAreNotYet()
    {
        using TestApp app = Ahead(30);
        await app.AcceptAsync((0, 8));
        var staging = new TaskCompletionSource();
        app.StagingFaults.Before = call => call.Operation == StoreOperation.Create ? staging.Task : Task.CompletedTask;
        Task delivering = app.DeliverAsync(Orders0, Offsets(8, 23));
        Task closing = app.CloseAsync(Orders0);
        Assert.Empty(app.ObjectNames);

        staging.SetResult();
        await Task.WhenAll(delivering, closing);
        await app.AcceptAsync((23, 30));
        await app.TickMinutesAsync(2);
        Assert.Equal(3, app.ObjectNames.Count); // ended where it was asked to, at 8, and two of ten records
        await app.AssertArchivedExactlyAsync(Orders0, 0, 28);
    }

    [Fact]
    public async Task ASealThatRunsBetweenTwoChunksOfABatchReadsNeitherBack()
    {
        const int PerChunk = 8;
        using TestApp app = Ahead(0);
        for (int i = 0; i < 30; i++)
            app.Log.Append(Orders0, Millisecond(1000 * i), new string('v', ChunkParts.MaximumBytes / PerChunk));
        await app.AcceptAsync((0, 1));
        var staging = new TaskCompletionSource();
        int chunks = 0;
        app.StagingFaults.Before = call => call.Operation == StoreOperation.Create && ++chunks == 2 ? staging.Task : Task.CompletedTask;
        Task delivering = app.DeliverAsync(Orders0, Offsets(1, 3 + PerChunk));
        Task sealing = app.SignalAsync(Orders0, Operations.Seal);
        staging.SetResult();
        await Task.WhenAll(delivering, sealing);
        await app.DrainAsync();
        await app.AcceptAsync((3 + PerChunk, 30));
        await app.TickMinutesAsync(2);
        Assert.Equal(3, app.TakenAhead);
        Assert.DoesNotContain(
            app.StagingFaults.Calls,
            call =>
                call.Operation == StoreOperation.Read && ChunkName.TryParse(call.Name, out ChunkName chunk) && chunk.First is > 0 and < 27
        );
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task AnyMixtureOfBatchesMakesTheBytesThatSealingFromStagingMakes(int seed)
    {
        const int Count = 1_500;
        var random = new Random(seed);
        using TestApp app = Ahead(0);
        for (int i = 0; i < Count; i++)
        {
            app.Log.Append(Orders0, Millisecond((i * 1000L) + random.Next(-3_000, 3_000)), new string('v', random.Next(50)));
            if (random.Next(40) == 0)
                app.Log.Skip(Orders0, random.Next(1, 4));
        }

        using var plain = new TestApp(app.Log, options: app.Options);
        await plain.DeliverAllAsync(Orders0, clockFollows: false);
        await plain.TickMinutesAsync(5);
        using var other = new TestApp(app.Log, app.Archive, app.Options, app.Staging);
        var late = new List<Record[]>();
        long taken = 0;
        foreach (Record[] batch in app.Log.Read(Orders0, 0).Chunk(13))
        {
            switch (random.Next(30))
            {
                case 0:
                    late.Add(batch); // a hole for a while
                    break;
                case 1:
                    await app.DeliverAsync(Orders0, batch);
                    await app.DeliverAsync(Orders0, batch);
                    break;
                case 2:
                    await other.DeliverAsync(Orders0, batch[3..]);
                    await app.DeliverAsync(Orders0, batch);
                    break;
                case 3:
                    await app.DeliverAsync(Orders0, batch);
                    taken += app.TakenAhead;
                    app.Restart();
                    await app.TickAsync();
                    break;
                default:
                    await app.DeliverAsync(Orders0, batch);
                    break;
            }

            if (late.Count > 0 && random.Next(4) == 0)
            {
                await app.DeliverAsync(Orders0, late[0]);
                late.RemoveAt(0);
            }

            app.Clock.Advance(TimeSpan.FromSeconds(40)); // a run that closed nothing keeps the next one waiting for a minute
            if (random.Next(3) == 0)
                await app.DrainAsync();
        }

        foreach (Record[] batch in late)
            await app.DeliverAsync(Orders0, batch);
        await app.TickMinutesAsync(5);
        AssertSameArchive(plain, app);
        taken += app.TakenAhead;
        Assert.InRange(taken, 20, app.ObjectNames.Count - 1);
    }

    // Segments of ten records.
    private static TestApp Ahead(int records)
    {
        var app = new TestApp(options: Counting(10) with { HoleGrace = TimeSpan.Zero }, compressesAhead: true);
        app.Log.Identity = Known; // otherwise staged records are read to be held against the broker's
        app.Log.AddPartition(Orders0);
        app.Append(records);
        return app;
    }
}
