using KafkaStore.LocalHost.Ending;

namespace KafkaStore.Tests.App;

/// <summary>What a run says at its end of partitions that are not archived as far as was asked for.</summary>
public sealed class EndingTests : IDisposable
{
    private const string Loss = "~kafka-store/orders/000000/lost/00000000000000000025-00000000000000000040.json";

    private static readonly TopicPartition Orders1 = new("orders", 1);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(500);

    private readonly TestApp app = WithRecords(25);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task WhereAllIsArchivedThereIsNothingToSay()
    {
        await using LocalRun run = await StartAsync();
        Assert.Empty((await run.EndAsync()).Shortfalls);
    }

    [Fact]
    public async Task ALossThatNothingFollowsIsNotedAtOnceAndSaid()
    {
        await using LocalRun run = await StartAsync(exitAtEnd: false);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20, AcceptedEnd: 25 }, Fast);
        run.Source.Hung[Orders0] = true;
        app.Append(15);
        app.Log.MoveStart(Orders0, 40);
        run.Source.Hung.Clear();
        await run.UntilAsync(() => run.StateOf(Orders0) is { ReadThrough: 40 }, TimeSpan.FromMilliseconds(1));
        RunOutcome outcome = await run.StopAsync();
        Assert.Contains(Loss, app.Archive.Names);
        PartitionShortfall shortfall = Assert.Single(outcome.Shortfalls);
        Assert.Equal(Orders0, shortfall.Partition);
        Assert.Equal("offsets [25, 40) are lost: the broker had deleted them before they were read. The archive notes it.", shortfall.What);

        await using LocalRun next = await StartAsync();
        Assert.Empty((await next.EndAsync()).Shortfalls);
        Assert.Equal(40, next.Source.Committed[Orders0]);
    }

    [Fact]
    public async Task ALossBeforeTheFirstRecordOfARunIsSaidByThatRunAlone()
    {
        await using (LocalRun before = await StartAsync())
            await before.EndAsync();
        app.Append(15);
        app.Log.MoveStart(Orders0, 40);
        await using (LocalRun run = await StartAsync())
            Assert.Equal([Orders0], (await run.EndAsync()).Shortfalls.Select(shortfall => shortfall.Partition));
        Assert.Contains(Loss, app.Archive.Names);
        await using LocalRun next = await StartAsync();
        Assert.Empty((await next.EndAsync()).Shortfalls);
    }

    [Fact]
    public async Task AFaultedPartitionKeepsNoOtherFromItsEnd()
    {
        app.Log.AddPartition(Orders1);
        app.Append(12, Orders1);
        await using (LocalRun before = await StartAsync())
            await before.EndAsync();
        app.Archive.BytesOf("orders/000000/00000000000000000010")[0] ^= 1;
        app.Append(10);
        app.Append(10, Orders1);
        await using LocalRun run = await StartAsync(close: true);
        RunOutcome outcome = await run.EndAsync();
        PartitionShortfall shortfall = Assert.Single(outcome.Shortfalls);
        Assert.Equal((Orders0, run.StateOf(Orders0)!.Fault!.Message), (shortfall.Partition, shortfall.What));
        Assert.Equal(FaultKind.ArchiveDamaged, run.StateOf(Orders0)!.Fault!.Kind);
        await app.AssertArchivedExactlyAsync(Orders1, 0, 22);
    }

    [Fact]
    public async Task APartitionWhoseLogShrankIsSaidAlthoughNoTimerHasSeenItYet()
    {
        await using (LocalRun before = await StartAsync(keys: SomeStagingKeys.One))
            await before.EndAsync();
        app.Log.AddPartition(Orders0);
        app.Append(3);
        await using LocalRun run = await StartAsync(keys: SomeStagingKeys.One);
        PartitionShortfall shortfall = Assert.Single((await run.EndAsync()).Shortfalls);
        Assert.StartsWith("its log has become shorter than what was read of it", shortfall.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAStagingKeyAPartitionWithRecordsPastItsLogsEndIsFaulted()
    {
        await using (LocalRun before = await StartAsync())
            await before.EndAsync();
        app.Log.AddPartition(Orders0);
        app.Append(3);
        await using LocalRun run = await StartAsync();
        PartitionShortfall shortfall = Assert.Single((await run.EndAsync()).Shortfalls);
        Assert.StartsWith("The log of orders-0 ends at offset 3, below 25 ", shortfall.What, StringComparison.Ordinal);
        Assert.Equal(FaultKind.TopicRecreated, run.StateOf(Orders0)!.Fault!.Kind);
    }

    [Fact]
    public async Task RecordsBehindAnOpenTransactionAreSaid()
    {
        app.Log.SetOpenTransaction(Orders0, 13);
        await using LocalRun run = await StartAsync();
        PartitionShortfall shortfall = Assert.Single((await run.EndAsync()).Shortfalls);
        Assert.StartsWith(
            "offsets [13, 25) belong to a transaction that is still open, or lie behind one, and were not read.",
            shortfall.What,
            StringComparison.Ordinal
        );
        await app.AssertArchivedExactlyAsync(Orders0, 0, 10);
    }

    [Fact]
    public async Task WhatATransactionHeldBackAtTheStartIsReadWhereItHasEndedMeanwhile()
    {
        app.Log.SetOpenTransaction(Orders0, 13);
        await using LocalRun run = await StartAsync(prepare: (source, _) => source.Hung[Orders0] = true);
        await run.UntilAsync(() => !run.Source.Assignments.IsEmpty, Fast);
        app.Log.SetOpenTransaction(Orders0, null);
        app.Append(100); // no end of this run's
        run.Source.Hung.Clear();
        Assert.Empty((await run.EndAsync()).Shortfalls);
        Assert.True(run.Source.Committed[Orders0] >= 25);
    }

    [Fact]
    public async Task OfATopicThatIsCreatedAgainMeanwhileTheRunEndsWithTheNextOnesEnd()
    {
        app.Log.Identity = new IdentityAnswer.Known(new TopicId(1, 1), "cluster");
        await using LocalRun run = await StartAsync(prepare: (source, _) => source.Hung[Orders0] = true);
        await run.UntilAsync(() => !run.Source.Assignments.IsEmpty, Fast);
        app.Log.AddPartition(Orders0);
        app.Append(8);
        app.Log.Identity = new IdentityAnswer.Known(new TopicId(2, 2), "cluster");
        await run.UntilAsync(
            () => run.Loggers.Lines.Any(line => line.Line.Contains("It goes on as orders~g1", StringComparison.Ordinal)),
            Fast
        );
        app.Append(100); // no end of this run's
        run.Source.Hung.Clear();
        Assert.Empty((await run.EndAsync()).Shortfalls);
        Assert.True(run.StateOf(new TopicPartition("orders~g1", 0))!.AcceptedEnd >= 8);
        Assert.Null(run.StateOf(Orders0)?.Fault);
    }

    [Fact]
    public async Task ATopicThatIsDeletedMeanwhileEndsNoRunInSilence()
    {
        app.Log.Identity = new IdentityAnswer.Known(new TopicId(1, 1), "cluster");
        await using LocalRun run = await StartAsync(prepare: (source, _) => source.Hung[Orders0] = true);
        await run.UntilAsync(() => !run.Source.Assignments.IsEmpty, Fast);
        app.Log.Identity = new IdentityAnswer.UnknownTopic();
        StorageUnavailableException e = await Assert.ThrowsAsync<StorageUnavailableException>(run.EndAsync);
        Assert.StartsWith(
            "orders-0 could not be sealed: The brokers have no topic orders at present.",
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task OfATopicThatIsGoneForGoodItIsSaidWhatWasNotRead()
    {
        app.Log.Identity = new IdentityAnswer.Known(new TopicId(1, 1), "cluster");
        app.Log.AddPartition(Orders1);
        app.Append(5, Orders1);
        await using LocalRun run = await StartAsync(settling: TimeSpan.Zero, prepare: (source, _) => source.Hung[Orders1] = true);
        await run.UntilAsync(() => run.StateOf(Orders0) is { AcceptedEnd: 25, Seal: null }, Fast);
        app.Log.Identity = new IdentityAnswer.NoAnswer("away");
        run.Clock.Advance(TimeSpan.FromDays(2));
        app.Log.Identity = new IdentityAnswer.UnknownTopic();
        PartitionShortfall shortfall = Assert.Single((await run.EndAsync()).Shortfalls);
        Assert.Equal(
            (Orders1, "offsets [0, 5) were there and were not read. The brokers have no such topic. Run the same command again."),
            (shortfall.Partition, shortfall.What)
        );
    }

    private Task<LocalRun> StartAsync(
        bool exitAtEnd = true,
        bool close = false,
        StagingKeys? keys = null,
        TimeSpan? settling = null,
        Action<ScriptedSource, FaultyStore>? prepare = null
    ) =>
        LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            change: options =>
                options with
                {
                    ExitAtEnd = exitAtEnd,
                    CloseAtEnd = close,
                    StagingKeys = keys ?? StagingKeys.None,
                    Archiver = options.Archiver with { SettlingTime = settling ?? options.Archiver.SettlingTime },
                },
            prepare: prepare
        );
}
