using KafkaStore.Restoring;

namespace KafkaStore.Tests.Restoring;

/// <summary>Restores that are killed at every step they have, against the archive they restore.</summary>
public sealed class RestorerTests
{
    private static readonly RestoreRequest Everything = new("memory", "broker");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task KilledAtAnyOneStepItLosesAndDoublesNothing(int seed)
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(seed);
        var options = new RestoreOptions { CheckpointRecords = 5, Settle = TimeSpan.Zero };
        var whole = new MemoryTarget(new Random(seed)) { Crash = new CrashPoint(long.MaxValue) };
        await RunAsync(archive, whole, new MemoryJournal(() => whole.Crash), options);
        long steps = whole.Crash.Steps;
        Assert.True(steps > 40);

        for (long step = 0; step < steps; step++)
        {
            var target = new MemoryTarget(new Random(seed + (int)step)) { Crash = new CrashPoint(step) };
            var journal = new MemoryJournal(() => target.Crash);
            await Assert.ThrowsAsync<CrashException>(() => RunAsync(archive, target, journal, options));
            target.Crash = new CrashPoint(long.MaxValue);
            await RunAsync(archive, target, journal, options);
            AssertRestored(archive, target, journal);
        }
    }

    [Fact]
    public async Task KilledTimeAndAgainItLosesAndDoublesNothing()
    {
        long kills = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            RestoreArchive archive = await RestoreArchive.MakeAsync(seed, partitions: 3, objects: 4);
            var options = new RestoreOptions { CheckpointRecords = random.Next(1, 30), Settle = TimeSpan.Zero };
            var target = new MemoryTarget(random);
            var journal = new MemoryJournal(() => target.Crash);
            for (bool ended = false; !ended; )
            {
                target.Crash = new CrashPoint(random.Next(5, 60));
                try
                {
                    await RunAsync(archive, target, journal, options);
                    ended = true;
                }
                catch (CrashException)
                {
                    Assert.True(++kills < 60 * 500, "It makes no headway.");
                }
            }

            AssertRestored(archive, target, journal);
        }

        Assert.True(kills > 300, $"Only {kills} kills.");
    }

    [Fact]
    public async Task RecordsThatArriveLateAreWaitedFor()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            RestoreArchive archive = await RestoreArchive.MakeAsync(seed);
            var options = new RestoreOptions { CheckpointRecords = 1000, Settle = TimeSpan.FromMilliseconds(250) };
            var target = new MemoryTarget(new Random(seed)) { LateAfterLooks = 1, Crash = new CrashPoint(15) };
            var journal = new MemoryJournal(() => target.Crash);
            await Assert.ThrowsAsync<CrashException>(() => RunAsync(archive, target, journal, options));
            target.Crash = new CrashPoint(long.MaxValue);
            await RunAsync(archive, target, journal, options);
            AssertRestored(archive, target, journal);
        }
    }

    [Fact]
    public async Task RecordsOfOthersBetweenItsOwnStopIt()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(1);
        var target = new MemoryTarget(new Random(1));
        int flushes = 0;
        target.BeforeFlush = () =>
        {
            if (++flushes == 2)
                target.Broker.Append(new TopicPartition("orders", 0), 5, "somebody else's");
        };
        RestoreException stopped = await Fails.SayingAsync<RestoreException>(
            "orders-0 has something at offset",
            () => RunAsync(archive, target, new MemoryJournal(() => target.Crash), new RestoreOptions { CheckpointRecords = 4 })
        );
        Assert.Contains("another producer", stopped.Message);
    }

    [Fact]
    public async Task RecordsOfOthersBehindAnInterruptedRestoreStopIt()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(1);
        var target = new MemoryTarget(new Random(1)) { Crash = new CrashPoint(12) };
        var journal = new MemoryJournal(() => target.Crash);
        var options = new RestoreOptions { CheckpointRecords = 3, Settle = TimeSpan.Zero };
        await Assert.ThrowsAsync<CrashException>(() => RunAsync(archive, target, journal, options));
        target.Crash = new CrashPoint(long.MaxValue);
        await target.GetBoundsAsync(["orders"], default); // what was late is there now
        target.Broker.Append(new TopicPartition("orders", 0), 5, "somebody else's");
        await Fails.SayingAsync<RestoreException>("that this restore did not write", () => RunAsync(archive, target, journal, options));
    }

    [Fact]
    public async Task PartitionWithRecordsIsRefusedUnlessTheyMayBeAppendedTo()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2, partitions: 1);
        var target = new MemoryTarget(new Random(1));
        var partition = new TopicPartition("orders", 0);
        target.AddTopic("orders", 2);
        target.Broker.Append(partition, 5, "older");

        await RefusedBySurveyAsync("orders-0 has 1 record already", archive, target);

        RestoreReport report = await RunAsync(archive, target, Everything with { Append = true });
        Assert.Equal(new OffsetRange(1, 1 + archive.Records[partition].Count), report.Partitions[0].Offsets);
        Assert.Equal(Contents(archive.Records[partition]), Contents(target.Broker.Read(partition, 1)));
    }

    [Fact]
    public async Task TopicThatStampsRecordsItselfIsRefusedWithTheFirst()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2);
        var target = new MemoryTarget(new Random(1)) { StampsRecords = true };
        await RefusedAsync("message.timestamp.type=CreateTime", archive, target);
        Assert.Single(target.Broker.Read(new TopicPartition("orders", 0), 0));
    }

    [Fact]
    public async Task TopicWithFewerPartitionsIsRefused()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2, partitions: 3);
        var target = new MemoryTarget(new Random(1));
        target.AddTopic("copies", 2);
        RestoreRequest request = Everything with
        {
            Partitions = [0],
            TopicMap = new Dictionary<string, string> { ["orders"] = "copies" },
        };
        await RefusedBySurveyAsync("copies has 2 partitions, and the archive's has 3", archive, target, request);
    }

    [Fact]
    public async Task GenerationIsRefusedUnlessATopicIsNamedForIt()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2, "orders~g1");
        var target = new MemoryTarget(new Random(1));
        target.AddTopic("copies", 2);
        await RefusedAsync("Say where it goes with --topic-map orders~g1=NAME", archive, target);

        RestoreRequest mapped = Everything with { TopicMap = new Dictionary<string, string> { ["orders~g1"] = "copies" } };
        await RunAsync(archive, target, mapped);
    }

    [Fact]
    public async Task CheckpointOfAnotherRestoreIsRefused()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2);
        var target = new MemoryTarget(new Random(1));
        var journal = new MemoryJournal(() => target.Crash);
        await RunAsync(archive, target, journal, new RestoreOptions());
        await Fails.SayingAsync<RestoreException>(
            "--state",
            () => RunAsync(archive, target, journal, new RestoreOptions(), Everything with { Topics = ["orders"] })
        );
    }

    [Fact]
    public async Task EndedRestoreStartedAgainWritesNothing()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2);
        var target = new MemoryTarget(new Random(1));
        var journal = new MemoryJournal(() => target.Crash);
        RestoreReport first = await RunAsync(archive, target, journal, new RestoreOptions());
        RestoreReport second = await RunAsync(archive, target, journal, new RestoreOptions());
        Assert.True(second.Resumed);
        Assert.Equal(first.Partitions, second.Partitions);
        AssertRestored(archive, target, journal);
    }

    [Fact]
    public async Task ObjectMissingInTheMiddleIsSaidBeforeAnythingIsWritten()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2, partitions: 1);
        var gap = new TopicPartition("orders", 0);
        long end = archive.Records[gap][^1].Offset + 1;
        await archive.AddAsync(gap, [new Record(end + 10, 5, null, null, [])], baseOffset: end + 10);
        var target = new MemoryTarget(new Random(1));
        await RefusedAsync($"no object at offset {end} and goes on at {end + 10}", archive, target);
        Assert.Null(await target.FindPartitionCountAsync("orders", default));
    }

    [Fact]
    public async Task RangeAndVerificationSeeTheSameRecords()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(7, partitions: 2, objects: 5);
        var target = new MemoryTarget(new Random(1));
        var partition = new TopicPartition("orders", 1);
        long from = archive.Records[partition][3].Offset;
        long to = archive.Records[partition][^4].Offset;
        RestoreRequest request = Everything with
        {
            Partitions = [1],
            Range = new KafkaStore.Reading.Objects.RecordRange(default(TopicPartition))
            {
                FromOffset = from,
                ToOffset = to,
                FromTime = 0,
            },
        };
        RestoreReport report = await RunAsync(archive, target, request);
        Record[] expected =
        [
            .. archive.Records[partition].Where(record => record.Offset >= from && record.Offset < to && record.Timestamp >= 0),
        ];
        Assert.Equal(Contents(expected), Contents(target.Broker.Read(partition, 0)));
        Assert.Equal(expected.Length, report.Records);

        var verification = new RestoreVerification(archive.Objects, target.Broker);
        VerifiedPartition verified = Assert.Single(await verification.CompareAsync(report.Checkpoint, default));
        Assert.True(verified.IsEqual);
        Assert.Null(verified.FirstDifference);

        target.Broker.Compact(partition, 2);
        verified = Assert.Single(await verification.CompareAsync(report.Checkpoint, default));
        Assert.False(verified.IsEqual);
        Assert.Equal(expected.Length, verified.Archived);
        Assert.Equal(expected.Length - 1, verified.Restored);
    }

    [Fact]
    public async Task LastLookThatFailedIsTakenAgainByEveryRunUntilItIsRight()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2);
        var target = new MemoryTarget(new Random(1));
        var journal = new MemoryJournal(() => target.Crash);
        var options = new RestoreOptions { Settle = TimeSpan.Zero };
        (TopicPartition first, TopicPartition last) = (new TopicPartition("orders", 0), new TopicPartition("orders", 1));

        // The first partition was right when it was done, and is not any more when the last one is.
        target.Seen = bounds =>
            bounds.Partition == first && target.Broker.Read(last, 0).Count == archive.Records[last].Count
                ? bounds with
                {
                    End = bounds.End + 1,
                }
                : bounds;
        for (int run = 0; run < 3; run++)
        {
            await Fails.SayingAsync<RestoreException>(
                $"orders-0 has something at offset {archive.Records[first].Count} that",
                () => RunAsync(archive, target, journal, options)
            );
        }

        target.Seen = bounds => bounds;
        Assert.True((await RunAsync(archive, target, journal, options)).Checkpoint.EndsAreRight);
        AssertRestored(archive, target, journal);

        // Then it is in use again.
        target.Broker.Append(first, 5, "new");
        Assert.True((await RunAsync(archive, target, journal, options)).Resumed);
    }

    [Fact]
    public async Task ComparisonThatDidNotComeOutEqualIsRemembered()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2);
        var target = new MemoryTarget(new Random(1));
        var journal = new MemoryJournal(() => target.Crash);
        Restorer restorer = Make(archive, target, journal, new RestoreOptions());
        Assert.False((await restorer.RunAsync(Everything, default)).Checkpoint.MustBeCompared);
        target.Crash = new CrashPoint(2);
        await Assert.ThrowsAsync<CrashException>(() => restorer.CompareAsync(default));

        for (int run = 0; run < 3; run++)
        {
            target.Crash = new CrashPoint(long.MaxValue);
            restorer = Make(archive, target, journal, new RestoreOptions());
            Assert.Equal(run != 1, (await restorer.RunAsync(Everything, default)).Checkpoint.MustBeCompared);
            if (run == 1)
                target.Broker.Compact(new TopicPartition("orders", 1), 0);
            Assert.Equal(run == 0, (await restorer.CompareAsync(default)).All(partition => partition.IsEqual));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1_700_000_000_000)]
    public async Task TimestampZeroIsSaidBeforeAnythingIsWritten(long timestampBefore)
    {
        var archive = new RestoreArchive();
        var partition = new TopicPartition("orders", 0);
        await archive.AddAsync(
            partition,
            [new Record(0, timestampBefore, null, null, []), new Record(4, 0, null, null, []), new Record(5, 9, null, null, [])]
        );
        var target = new MemoryTarget(new Random(1));
        RestoreRefusedException refused = await Assert.ThrowsAsync<RestoreRefusedException>(() => RunAsync(archive, target));
        Assert.StartsWith(
            timestampBefore == 0
                ? "2 records have the timestamp 0 (1970-01-01), the first at offset 0 of orders-0"
                : "1 record has the timestamp 0 (1970-01-01), the first at offset 4 of orders-0",
            refused.Message
        );
        Assert.Contains("--from-time 1", refused.Message);
        Assert.Null(await target.FindPartitionCountAsync("orders", default));

        RestoreRequest request = Everything with { Range = Everything.Range with { FromTime = 1 } };
        Assert.Equal(timestampBefore > 0 ? 2 : 1, (await RunAsync(archive, target, request)).Records);
    }

    [Fact]
    public async Task WhatIsArchivedWhileItRunsIsNotOfIt()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2);
        var target = new MemoryTarget(new Random(1));
        var journal = new MemoryJournal(() => target.Crash);
        var partition = new TopicPartition("orders", 1);
        Record[] before = [.. archive.Records[partition]];
        bool added = false;
        target.BeforeFlush = () =>
        {
            if (!added)
                archive.AddAsync(partition, [new Record(before[^1].Offset + 1, 5, null, null, [])]).GetAwaiter().GetResult();
            added = true;
        };
        Restorer restorer = Make(archive, target, journal, new RestoreOptions());
        await restorer.RunAsync(Everything, default);
        Assert.True(added);
        Assert.Equal(Contents(before), Contents(target.Broker.Read(partition, 0)));
        Assert.All(await restorer.CompareAsync(default), compared => Assert.True(compared.IsEqual));
    }

    [Fact]
    public async Task NoTopicIsMadeWhereAnotherIsInTheWayAndWiderOnesAreNoted()
    {
        RestoreArchive archive = await RestoreArchive.MakeAsync(2, "accounts");
        await archive.AddAsync(new Random(3), "orders", 2, 1);
        await archive.AddAsync(new Random(4), "payments", 2, 1);
        var target = new MemoryTarget(new Random(1));
        target.AddTopic("orders", 3);
        target.AddTopic("payments", 1);
        var notes = new List<string>();
        var restorer = new Restorer(
            archive.Objects,
            target,
            new MemoryJournal(() => target.Crash),
            new RestoreOptions(),
            new RestoreProgress { Note = notes.Add },
            TimeProvider.System
        );
        RestoreRefusedException refused = await Assert.ThrowsAsync<RestoreRefusedException>(() => restorer.RunAsync(Everything, default));
        Assert.StartsWith("the topic payments has 1 partition, and the archive's has 2:", refused.Message);
        Assert.StartsWith("the topic orders has 3 partitions, and the archive's has 2: records keep", Assert.Single(notes));
        Assert.Null(await target.FindPartitionCountAsync("accounts", default));
    }

    private static Task<RestoreReport> RunAsync(
        RestoreArchive archive,
        MemoryTarget target,
        MemoryJournal journal,
        RestoreOptions options,
        RestoreRequest? request = null
    ) => Make(archive, target, journal, options).RunAsync(request ?? Everything, default);

    private static Task<RestoreReport> RunAsync(RestoreArchive archive, MemoryTarget target, RestoreRequest? request = null) =>
        RunAsync(archive, target, new MemoryJournal(() => target.Crash), new RestoreOptions(), request);

    private static Task RefusedAsync(string part, RestoreArchive archive, MemoryTarget target, RestoreRequest? request = null) =>
        Fails.SayingAsync<RestoreException>(part, () => RunAsync(archive, target, request));

    private static Task RefusedBySurveyAsync(string part, RestoreArchive archive, MemoryTarget target, RestoreRequest? request = null) =>
        Fails.SayingAsync<RestoreRefusedException>(part, () => RunAsync(archive, target, request));

    private static Restorer Make(RestoreArchive archive, MemoryTarget target, MemoryJournal journal, RestoreOptions options) =>
        new(archive.Objects, target, journal, options, new RestoreProgress(), TimeProvider.System);

    private static void AssertRestored(RestoreArchive archive, MemoryTarget target, MemoryJournal journal)
    {
        foreach ((TopicPartition partition, List<Record> expected) in archive.Records)
        {
            IReadOnlyList<Record> restored = target.Broker.Read(partition, 0);
            Assert.Equal(Contents(expected), Contents(restored));
            IEnumerable<(long, long)> mapped = journal
                .Map.Where(line => line.Source == partition)
                .SelectMany(line => Enumerable.Range(0, (int)line.Run.Count).Select(i => (line.Run.OldFirst + i, line.Run.NewFirst + i)));
            Assert.Equal(expected.Select((record, i) => (record.Offset, restored[i].Offset)), mapped);
        }
    }

    private static string[] Contents(IEnumerable<Record> records) =>
        [.. records.Select(record => Convert.ToHexString(KafkaStore.Avro.RecordEncoding.Encode(record with { Offset = 0 }).Bytes.Span))];
}
