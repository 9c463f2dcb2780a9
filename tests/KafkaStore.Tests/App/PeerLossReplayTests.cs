namespace KafkaStore.Tests.App;

/// <summary>Losses and repeats that other archivers published, replayed: repeated reports, gaps, nulls, retention, recreated topics, idleness.</summary>
public sealed class PeerLossReplayTests
{
    // https://github.com/apache/iceberg/issues/16282
    // A new coordinator read an old report again and referenced the same file in a second snapshot.
    [Fact]
    public async Task AReportOfASealThatComesTwiceOrLateCountsNothingTwice()
    {
        using TestApp app = WithRecords(35);
        app.Work.Disorder = new Random(3);
        await app.DeliverAllAsync(Orders0, batchSize: 7);
        await app.TickMinutesAsync(3);
        SealOutcome old = await app.SealAsync(new SealRequest(Orders0, "an old attempt"));
        for (int i = 0; i < 3; i++)
            await app.SignalAsync(Orders0, Operations.Sealed, old with { Checkpoint = 10, LastBase = 0 });
        await app.TickMinutesAsync(3);
        Assert.Equal(30, app.StateOf(Orders0)!.Checkpoint);
        Assert.Equal(3, app.ObjectNames.Count);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    // https://github.com/redpanda-data/connect/pull/4009
    // Seven revoked partitions each lost exactly the window that their batcher held.
    [Fact]
    public async Task WhatARevokedOwnerHadInHandIsDeliveredToTheNextOne()
    {
        using TestApp revoked = WithRecords(20);
        await revoked.DeliverAsync(Orders0, Offsets(0, 6));
        revoked.StagingFaults.IsDead = true; // it has 6 to 13 in hand, and never returns
        await Assert.ThrowsAsync<ProcessKilledException>(() => revoked.DeliverAsync(Orders0, Offsets(6, 14)));

        using var next = new TestApp(revoked.Log, revoked.Archive, revoked.Options, revoked.Staging);
        await next.DeliverAsync(Orders0, Offsets(6, 20)); // from what was committed
        await next.TickMinutesAsync(2);
        await next.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    // https://github.com/confluentinc/kafka-connect-hdfs/pull/154 and https://github.com/confluentinc/kafka-connect-hdfs/pull/561
    // On compacted topics the writer waited for ever for the next number, or counted records instead of offsets and repeated some.
    [Fact]
    public async Task ACompactedTopicNeitherStallsNorRepeats()
    {
        using TestApp app = WithRecords(100);
        foreach (long offset in Offsets(0, 100).Where(offset => offset % 4 != 1))
            app.Log.Compact(Orders0, offset);
        await app.DeliverAllAsync(Orders0, batchSize: 7);
        app.Restart();
        await app.TickAfterGraceAsync(12);
        Assert.Equal([0L, 38, 78], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset).Append(78).Distinct());
        await app.AssertArchivedExactlyAsync(Orders0, 0, 78);
    }

    // https://github.com/pinterest/secor/issues/30
    // An offset that was passed over looked like a rebalance, and the files in the making were deleted.
    [Fact]
    public async Task AGapMakesNothingThatWasAcceptedGoAway()
    {
        using TestApp app = await WithDeliveredAsync(5);
        app.Log.Skip(Orders0);
        app.Append(6);
        await app.DeliverAllAsync(Orders0, from: 6);
        await app.TickAfterGraceAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 11);
    }

    // https://github.com/confluentinc/kafka-connect-storage-cloud/issues/42 and https://github.com/confluentinc/kafka-connect-storage-cloud/issues/355
    // Tombstones stopped the task, or could only be left out.
    [Fact]
    public async Task TombstonesAndNullKeysAreRecordsLikeAnyOther()
    {
        using TestApp app = WithRecords(0, Counting(4));
        app.Log.Append(Orders0, Millisecond(0), value: null, key: "deleted");
        app.Log.Append(Orders0, Millisecond(1), value: null, key: null);
        app.Log.Append(Orders0, Millisecond(2), value: "", key: null);
        app.Log.Append(Orders0, Millisecond(3), value: "value", key: "");
        await app.DeliverAllAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 4);
    }

    // https://github.com/apache/hudi/issues/5400
    // When the checkpoint was older than the log, it went on at the earliest offset and told nobody.
    [Fact]
    public async Task RetentionThatOvertakesTheArchiverIsReported()
    {
        using TestApp app = WithRecords(40);
        await app.AcceptAsync((0, 12));
        app.Log.MoveStart(Orders0, 25);
        await app.DeliverAsync(Orders0, Offsets(25, 40));
        await app.TickAfterGraceAsync(2);
        Assert.Equal([(Orders0, new OffsetRange(12, 25))], app.Report.Lost);
        Assert.Contains(app.Archive.Names, name => name.Contains("/lost/00000000000000000012-00000000000000000025"));
        Assert.Equal(20, (await app.ArchivedAsync(Orders0)).Count);
    }

    // https://github.com/pinterest/secor/issues/288
    // The topic was created again, the offset reset to 0, and what was read from there was deleted without an upload.
    [Fact]
    public async Task ATopicCreatedAgainIsSaidAndItsRecordsAreKept()
    {
        using TestApp app = await WithDeliveredAsync(20);
        app.Log.AddPartition(Orders0);
        for (int i = 0; i < 8; i++)
            app.Log.Append(Orders0, Millisecond(i), "of the new topic");
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(30);
        Assert.Equal(FaultKind.TopicRecreated, app.StateOf(Orders0)!.Fault?.Kind);
        Assert.Equal(8, app.Chunks.Sum(chunk => chunk.Count));
    }

    // https://github.com/confluentinc/kafka-connect-storage-cloud/issues/144
    // Age was looked at only when a record came, so the last file of a quiet topic was never written.
    [Fact]
    public async Task AQuietTopicsLastSegmentIsWrittenAllTheSame()
    {
        using TestApp app = WithRecords(5, Counting(10) with { Policy = SegmentPolicy.Default });
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync((9 * 60) + 1);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 5);
        Assert.Equal(RollReason.Idle, Assert.Single(await app.ObjectsAsync(Orders0)).Facts!.Reason);
    }

    // https://github.com/confluentinc/kafka-connect-storage-cloud/issues/93
    // Files followed the committed offset and the clock; after a restart they had other names and the same records.
    [Fact]
    public async Task FilesAfterARestartHaveTheNamesThatTheyWouldHaveHad()
    {
        using TestApp steady = WithRecords(64);
        await steady.DeliverAllAsync(Orders0);
        using TestApp restarted = WithRecords(64);
        foreach (Record[] batch in restarted.Log.Read(Orders0, 0).Chunk(9))
        {
            await restarted.DeliverAsync(Orders0, batch);
            await restarted.DrainAsync();
            restarted.Clock.Advance(TimeSpan.FromMinutes(17));
            restarted.LoseStaging(restarted.Options with { AcceptStagingLoss = true });
        }

        await restarted.DeliverAllAsync(Orders0, batchSize: 5, clockFollows: false); // the group's offset was never committed
        await restarted.TickMinutesAsync(3);
        AssertSameArchive(steady, restarted);
    }

    // https://github.com/confluentinc/kafka-connect-hdfs/issues/118
    // Recovery did not find the last file, took the group's offset instead, and left 15,747 records out.
    [Fact]
    public async Task RecoveryGoesByTheArchiveAndNotByTheGroupsOffset()
    {
        using TestApp app = WithRecords(60);
        await app.AcceptAsync((0, 22));
        app.LoseStaging();
        await app.DeliverAsync(Orders0, Offsets(41, 60)); // what the group's offset says
        await app.TickAfterGraceAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 60);
    }
}
