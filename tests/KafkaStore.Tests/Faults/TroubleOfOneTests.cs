using KafkaStore.Resuming;

namespace KafkaStore.Tests.Faults;

/// <summary>What the broker can't answer for, or nobody can archive, holds up no other partition.</summary>
public sealed class TroubleOfOneTests
{
    private static readonly TopicPartition Orders1 = new("orders", 1);
    private static readonly TopicPartition Payments0 = new("payments", 0);

    [Fact]
    public async Task ATopicThatIsGoneAndAPartitionWithoutALeaderKeepTheMinuteFromNoOther()
    {
        using TestApp app = await WithTwoTopicsAsync();
        app.Log.RemovePartition(Payments0);
        app.Log.Leaderless[Orders1] = true;
        app.Clock.Advance(app.Options.Policy.MaximumAge + app.Options.SafetyWindow);
        await app.TickMinutesAsync(3);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 5); // closed as idle
        Assert.Equal(1, app.Loggers.Count("payments is left out", LogLevel.Error));
        Assert.Equal(1, app.Loggers.Count("orders-1 is left out", LogLevel.Error));
    }

    [Fact]
    public async Task TheyAreReportedOnceAnHourAndOnceThatItIsOver()
    {
        using TestApp app = await WithTwoTopicsAsync();
        app.Log.Leaderless[Orders1] = true;
        await app.TickMinutesAsync(59);
        Assert.Equal(1, app.Loggers.Count("orders-1 is left out"));
        await app.TickMinutesAsync(120);
        Assert.InRange(app.Loggers.Count("orders-1 is left out"), 2, 3);
        app.Log.Leaderless.Clear();
        await app.TickMinutesAsync(10);
        Assert.Equal(1, app.Loggers.Count("orders-1 can be read again"));
        app.Log.Leaderless[Orders1] = true;
        await app.TickMinutesAsync(1);
        Assert.InRange(app.Loggers.Count("orders-1 is left out"), 3, 4);
    }

    [Fact]
    public async Task ASealThatFailsForTheSameReasonIsReportedOnceAnHour()
    {
        using TestApp app = WithRecords(10);
        app.ArchiveFaults.Fail(call => call.Operation == StoreOperation.Create, times: int.MaxValue);
        await Assert.ThrowsAnyAsync<Exception>(() => app.DeliverAllAsync(Orders0));
        app.ArchiveFaults.Fail(
            call => call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/", StringComparison.Ordinal),
            times: int.MaxValue
        );
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(50);
        Assert.Equal(1, app.Loggers.Count("The last seal of orders-0 failed"));
        await app.TickMinutesAsync(60);
        Assert.Equal(2, app.Loggers.Count("The last seal of orders-0 failed"));
    }

    [Fact]
    public async Task ATopicBeginsWithThePartitionsThatAreThereAndTheOthersGetAMarkerOfTheirOwn()
    {
        using var app = new TestApp(options: Counting(10));
        app.Log.AddPartition(Orders0);
        app.Log.AddPartition(Orders1);
        app.Append(10);
        app.Append(10, Orders1);
        app.Log.Leaderless[Orders1] = true;
        await app.DeliverAllAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
        Assert.DoesNotContain(MarkerName.Start(Orders1), app.Archive.Names);
        app.Log.Leaderless.Clear();
        await app.DeliverAllAsync(Orders1);
        await app.AssertArchivedExactlyAsync(Orders1, 0, 10);
        Assert.Contains(MarkerName.Start(Orders1), app.Archive.Names);
    }

    [Fact]
    public async Task ATopicThatIsToBeginAtItsEndWaitsForAllOfItsPartitions()
    {
        using var app = new TestApp(options: Counting(10) with { OffsetReset = OffsetReset.Latest });
        app.Log.AddPartition(Orders0);
        app.Log.AddPartition(Orders1);
        app.Append(10);
        app.Log.Leaderless[Orders1] = true;
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => app.DeliverAllAsync(Orders0));
        Assert.DoesNotContain(app.Archive.Names, name => name.EndsWith("start.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheLocalHostStartsWithoutWhatCantBeAskedAndTakesItUpLater()
    {
        var log = new ScriptedLog();
        foreach (TopicPartition partition in new[] { Orders0, Orders1 })
        {
            log.AddPartition(partition);
            for (int i = 0; i < 10; i++)
                log.Append(partition, Millisecond(i));
        }

        log.Leaderless[Orders1] = true;
        ArchiverOptions options = Counting(10) with { Topics = ["orders", "payments"] };
        await using LocalRun run = await LocalRun.StartAsync(log, new MemoryObjectStore(), new MemoryObjectStore(), options);
        await run.UntilAsync(() => run.StateOf(Orders0)?.Checkpoint == 10);
        Assert.Null(run.StateOf(Orders1));
        Assert.Equal(1, run.Loggers.Count("orders-1 is left out"));
        Assert.Equal(1, run.Loggers.Count("payments is left out"));

        log.Leaderless.Clear();
        log.AddPartition(Payments0);
        for (int i = 0; i < 10; i++)
            log.Append(Payments0, Millisecond(i));
        await run.UntilAsync(
            () => run.StateOf(Orders1)?.Checkpoint == 10 && run.StateOf(Payments0)?.Checkpoint == 10,
            TimeSpan.FromSeconds(1)
        );
        await run.StopAsync();
    }

    [Fact]
    public async Task ARecordThatIsTooLargeFaultsItsPartitionAloneAndIsGotPastByDeletingIt()
    {
        using TestApp app = WithRecords(10);
        app.Log.AddPartition(Orders1);
        app.Log.Append(Orders0, new Record(0, Millisecond(10_000), null, new byte[ContainerLimits.MaximumRecordBytes], []));
        app.Append(9);
        app.Append(10, Orders1);
        await app.DeliverMixedAsync([
            .. app.Log.Read(Orders0, 0).Select(record => (Orders0, record)),
            .. app.Log.Read(Orders1, 0).Select(record => (Orders1, record)),
        ]);
        await app.DrainAsync();
        await app.AssertArchivedExactlyAsync(Orders1, 0, 10);
        await app.TickMinutesAsync(1);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.Equal((FaultKind.RecordTooLarge, 10), (fault.Kind, fault.Offset));
        Assert.Contains("kafka-delete-records up to offset 11", fault.Message, StringComparison.Ordinal);
        Assert.Equal(19, app.Chunks.Sum(chunk => chunk.Count)); // what follows it is accepted

        Assert.Equal(ResumeResult.StillThere, (await app.ResumeAsync(Orders0)).Result);
        app.Log.MoveStart(Orders0, 11);
        app.Clock.Advance(app.Options.HoleGrace);
        Assert.Equal(ResumeResult.Cleared, (await app.ResumeAsync(Orders0)).Result);
        await app.TickMinutesAsync(1);
        Assert.Equal([(Orders0, new OffsetRange(10, 11))], app.Report.Lost);
        Assert.Equal(20, app.StateOf(Orders0)!.ReadThrough);
    }

    [Fact]
    public async Task ARecordInAHoleThatIsTooLargeIsFoundThereToo()
    {
        using TestApp app = WithRecords(5);
        app.Log.Append(Orders0, new Record(0, Millisecond(10_000), null, new byte[ContainerLimits.MaximumRecordBytes], []));
        app.Append(10);
        await app.DeliverAsync(Orders0, [.. Offsets(0, 3), .. Offsets(6, 16)]);
        app.Clock.Advance(app.Options.HoleGrace);
        await app.TickMinutesAsync(2);
        Assert.Equal((FaultKind.RecordTooLarge, 5), (app.StateOf(Orders0)!.Fault?.Kind, app.StateOf(Orders0)!.Fault?.Offset));
        Assert.Contains(app.Chunks, chunk => chunk.First == 3 && chunk.Last == 4); // what came before it is staged
    }

    [Fact]
    public async Task ReadingHolesStopsAfterFourMinutesWithWhatItHasAndTheNextSealGoesOn()
    {
        using TestApp app = WithRecords(100, Counting(1000));
        await app.DeliverAsync(Orders0, 0, 99);
        await app.DrainAsync();
        int read = 0;
        app.Log.OnCursorRead = () =>
        {
            if (++read % 40 == 0)
                app.Clock.Advance(TimeSpan.FromMinutes(4.1));
        };
        app.Clock.Advance(app.Options.HoleGrace);
        await app.SignalAsync(Orders0, KafkaStore.Functions.Operations.Seal);
        PartitionState first = app.StateOf(Orders0)!;
        Assert.Equal((41, true), (first.ReadThrough, first.HasHole));
        Assert.Equal(42, app.Chunks.Sum(chunk => chunk.Count));
        await app.TickMinutesAsync(4);
        Assert.Equal(100, app.StateOf(Orders0)!.ReadThrough);
        Assert.Equal(100, app.Chunks.Sum(chunk => chunk.Count));
    }

    [Fact]
    public async Task WhatIsDamagedAtTheBrokerInAHoleIsNamedAndWhatPrecedesItSealed()
    {
        using TestApp app = WithRecords(40);
        await app.DeliverAsync(Orders0, [.. Offsets(0, 15), .. Offsets(25, 40)]);
        app.Log.Unreadable = (Orders0, 18);
        app.Clock.Advance(app.Options.HoleGrace);
        await app.TickMinutesAsync(3);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
        Assert.Equal(18, app.StateOf(Orders0)!.ReadThrough);
        Assert.Contains("orders-0 can't be read at offset 18", app.StateOf(Orders0)!.LastFailure, StringComparison.Ordinal);
        Assert.Equal(1, app.Loggers.Count("orders-0 can't be read at offset 18"));
        int chunks = app.Chunks.Count;
        await app.TickMinutesAsync(30);
        Assert.Equal(chunks, app.Chunks.Count); // nothing grows while it waits

        app.Log.Unreadable = null;
        await app.TickMinutesAsync(3);
        Assert.Null(app.StateOf(Orders0)!.LastFailure);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
    }

    private static async Task<TestApp> WithTwoTopicsAsync()
    {
        var app = new TestApp(options: Counting(10) with { Topics = ["orders", "payments"] });
        foreach (TopicPartition partition in new[] { Orders0, Orders1, Payments0 })
        {
            app.Log.AddPartition(partition);
            app.Append(5, partition);
            await app.DeliverAllAsync(partition);
        }

        await app.TickMinutesAsync(1);
        return app;
    }
}
