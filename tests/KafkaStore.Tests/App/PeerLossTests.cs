namespace KafkaStore.Tests.App;

/// <summary>Losses and repeats that other archivers published, replayed: crashes, zombies and failed uploads.</summary>
public sealed class PeerLossTests
{
    // https://github.com/pinterest/secor/issues/600
    // Uploaded, crashed before the offset was committed, and the successor flushed sooner: records in two files.
    [Fact]
    public async Task ACrashBetweenUploadAndCommitPutsNoRecordInTwoFiles()
    {
        using TestApp app = WithRecords(30);
        await app.DeliverAsync(Orders0, Offsets(0, 21));
        app.ArchiveFaults.After = call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name.EndsWith("10"))
                app.Kill();
            return Task.CompletedTask;
        };
        await app.DrainAsync();
        Assert.Equal(2, app.ObjectNames.Count);

        // The successor gets everything again and would end its files sooner.
        app.LoseStaging(Counting(7));
        await app.DeliverAllAsync(Orders0, batchSize: 5);
        await app.TickMinutesAsync(2);
        Assert.Equal([0L, 10, 20], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 27);
    }

    // https://github.com/confluentinc/kafka-connect-storage-cloud/issues/800
    // A task that hung for half an hour woke up and overwrote 280,000 rows with 262,000.
    [Fact]
    public async Task AZombieThatWakesWithFewerRecordsOverwritesNothing()
    {
        using TestApp zombie = WithRecords(28);
        await zombie.DeliverAsync(Orders0, Offsets(0, 26));
        using var successor = new TestApp(zombie.Log, zombie.Archive, Counting(28), zombie.Staging);
        bool asleep = true;
        byte[]? before = null;
        zombie.ArchiveFaults.Before = async call =>
        {
            if (!asleep || call.Operation != StoreOperation.Create || !call.Name.StartsWith("orders/"))
                return;
            asleep = false;
            await successor.DeliverAllAsync(Orders0);
            await successor.TickMinutesAsync(2);
            before = [.. zombie.Archive.BytesOf(Assert.Single(zombie.ObjectNames))];
        };
        await zombie.DrainAsync();
        Assert.NotNull(before);
        Assert.Equal(before, zombie.Archive.BytesOf(Assert.Single(zombie.ObjectNames)));
        Assert.Equal(28, zombie.StateOf(Orders0)!.Checkpoint);
        await zombie.AssertArchivedExactlyAsync(Orders0, 0, 28);
    }

    // https://github.com/confluentinc/kafka-connect-storage-cloud/pull/814
    // A name that exists makes the connector move on to the next free one, so files overlap.
    [Fact]
    public async Task ANameThatIsTakenIsAdoptedAndNotPassedBy()
    {
        using TestApp first = WithRecords(40, Counting(9));
        await first.DeliverAllAsync(Orders0);
        using var second = new TestApp(first.Log, first.Archive, Counting(4));
        await second.DeliverAllAsync(Orders0, batchSize: 3);
        await second.TickMinutesAsync(3);
        IReadOnlyList<ArchiveObject> objects = await second.ObjectsAsync(Orders0);
        Assert.All(objects.Zip(objects.Skip(1)), pair => Assert.Equal(pair.First.NextOffset, pair.Second.Name.BaseOffset));
        await second.AssertArchivedExactlyAsync(Orders0, 0, 40);
    }

    // https://github.com/confluentinc/kafka-connect-storage-cloud/issues/253
    // Two tasks wrote one object around a rebalance: 0-30, committed, then 0-20 over it; 21-30 were gone.
    [Fact]
    public async Task TwoOwnersOfOnePartitionDuringARebalanceLoseNothingOfEachOther()
    {
        using TestApp left = WithRecords(31, Counting(1000));
        using var right = new TestApp(left.Log, left.Archive, left.Options, left.Staging);
        await left.DeliverAsync(Orders0, Offsets(0, 31));
        await right.DeliverAsync(Orders0, Offsets(0, 21));
        await left.CloseAsync(Orders0);
        await right.CloseAsync(Orders0);
        await left.AssertArchivedExactlyAsync(Orders0, 0, 31);
        Assert.Single(left.ObjectNames);
    }

    // https://github.com/confluentinc/kafka-connect-storage-cloud/issues/269
    // An upload that failed at its last step was logged and passed over, and the offset went on.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnUploadThatFailsIsDoneAgainBeforeAnythingAfterIt(bool afterItTookEffect)
    {
        using TestApp app = WithRecords(35);
        Func<StoreCall, bool> upload = call => call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/");
        if (afterItTookEffect)
            app.ArchiveFaults.FailAfterwards(upload, times: 2, () => new StorageUnavailableException("SlowDown"));
        else
            app.ArchiveFaults.Fail(upload, times: 2, () => new StorageUnavailableException("SlowDown"));
        await app.DeliverAllAsync(Orders0, batchSize: 5);
        Assert.True(app.Chunks.Count >= 1);
        await app.TickMinutesAsync(5);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
        Assert.Null(app.StateOf(Orders0)!.LastFailure);
    }

    // https://github.com/lensesio/stream-reactor/pull/2038
    // Why that sink uploads, copies and deletes: a task that crashed after its upload and before its index left a file
    // that the next task could only overwrite, with whatever it had by then.
    [Fact]
    public async Task AnObjectWhoseCheckpointNobodyHeardOfIsKeptAndBuiltUpon()
    {
        using TestApp first = WithRecords(20, Counting(8));
        first.ArchiveFaults.After = call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/"))
                first.Kill();
            return Task.CompletedTask;
        };
        await first.DeliverAsync(Orders0, Offsets(0, 10));
        await first.DrainAsync();
        byte[] uploaded = [.. first.Archive.BytesOf(Assert.Single(first.ObjectNames))];

        using var next = new TestApp(first.Log, first.Archive, Counting(12), first.Staging);
        await next.DeliverAsync(Orders0, Offsets(10, 20));
        await next.TickMinutesAsync(2);
        Assert.Equal(uploaded, next.Archive.BytesOf(next.ObjectNames[0]));
        Assert.Equal([0L, 8], (await next.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
        await next.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    // https://github.com/CoffeeBeansLabs/kafka-connect-azure-blob-storage/issues/63
    // The offset counted as done once a record was in memory; a failed upload was never repeated.
    [Fact]
    public async Task ACommittedOffsetMeansDurablyStagedAndNotInMemory()
    {
        using TestApp app = WithRecords(15);
        app.StagingFaults.Fail(
            call => call.Operation == StoreOperation.Create,
            times: 1,
            () => new IOException("No space left on device.")
        );
        await Assert.ThrowsAsync<IOException>(() => app.DeliverAsync(Orders0, Offsets(0, 15)));
        await app.DeliverAsync(Orders0, Offsets(0, 15)); // returned: committed
        app.Log.MoveStart(Orders0, 15);
        app.Restart();
        await app.TickMinutesAsync(2);
        Assert.Equal(Offsets(0, 10), (await app.ArchivedAsync(Orders0)).Select(record => record.Offset));
        Assert.Empty(app.Report.Lost);
    }

    // https://github.com/apache/flink/pull/28268
    // The part of an upload that was too small to be one of its own was lost when a writer resumed.
    [Fact]
    public async Task TheOpenTailSurvivesEveryRestart()
    {
        using TestApp app = WithRecords(9);
        foreach (long offset in Offsets(0, 9))
        {
            await app.DeliverAsync(Orders0, offset);
            await app.DrainAsync();
            app.Restart();
        }

        app.Log.MoveStart(Orders0, 9);
        app.Append(1);
        await app.DeliverAsync(Orders0, 9);
        await app.TickMinutesAsync(2);
        Assert.Equal(Offsets(0, 10), (await app.ArchivedAsync(Orders0)).Select(record => record.Offset));
    }
}
