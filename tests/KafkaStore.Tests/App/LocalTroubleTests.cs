namespace KafkaStore.Tests.App;

/// <summary>What happens to the local host while it runs: partitions added, a log start moved, an outage, idleness.</summary>
public sealed class LocalTroubleTests : IDisposable
{
    private static readonly TopicPartition Orders1 = new("orders", 1);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(500);

    private readonly TestApp app = WithRecords(25);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task APartitionAddedWhileItRunsIsArchivedToo()
    {
        await using LocalRun run = await StartAsync();
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20 }, Fast);
        app.Log.AddPartition(Orders1);
        app.Append(12, Orders1);
        await run.UntilAsync(() => run.StateOf(Orders1) is { Checkpoint: 10 }, Fast);
        app.Append(10);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 30 }, Fast);
        await run.StopAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
        await app.AssertArchivedExactlyAsync(Orders1, 0, 10);
        Assert.Equal(1, run.Loggers.Count("Consuming from partitions: orders-0, orders-1", LogLevel.Information));
    }

    [Fact]
    public async Task APartitionWhoseArchiveIsDamagedIsFaultedAndGoesOnStagingWhileOthersAreArchived()
    {
        app.Log.AddPartition(Orders1);
        app.Append(12, Orders1);
        await using (LocalRun before = await StartAsync())
        {
            await before.UntilAsync(
                () => before.StateOf(Orders0) is { Checkpoint: 20 } && before.StateOf(Orders1) is { Checkpoint: 10 },
                Fast
            );
            await before.StopAsync();
        }

        app.Archive.BytesOf("orders/000000/00000000000000000010")[0] ^= 1;
        app.Append(10);
        app.Append(10, Orders1);
        await using LocalRun run = await StartAsync();
        await run.UntilAsync(
            () =>
                run.StateOf(Orders0) is { Fault.Kind: FaultKind.ArchiveDamaged, AcceptedEnd: 35 }
                && run.StateOf(Orders1) is { Checkpoint: 20 },
            Fast
        );
        await run.StopAsync();
        Assert.Contains(app.Staging.Names, name => name.StartsWith("orders/000000/"));
    }

    [Fact]
    public async Task WhenTheLogStartMovesPastItTheRestIsReadAndTheLossIsNoted()
    {
        await using LocalRun run = await StartAsync((source, _) => source.Hung[Orders0] = true);
        await run.UntilAsync(() => !run.Source.Assignments.IsEmpty, Fast);
        app.Log.MoveStart(Orders0, 7);
        run.Source.Hung.Clear();
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 17 } or { Fault: not null }, Fast);
        app.Append(3);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 27 } or { Fault: not null }, Fast);
        await run.StopAsync();
        Assert.Null(run.StateOf(Orders0)!.Fault);
        await app.AssertArchivedExactlyAsync(Orders0, 7, 27);
        Assert.Equal(1, run.Loggers.Count("begins at offset 7 now, and 0 was to come next", LogLevel.Error));
        Assert.Contains("~kafka-store/orders/000000/lost/00000000000000000000-00000000000000000007.json", app.Archive.Names);
    }

    [Fact]
    public async Task ABrokerThatGoesAwayWhileTheLogStartIsAskedForDoesNotEndTheRun()
    {
        await using LocalRun run = await StartAsync((source, _) => source.Hung[Orders0] = true);
        await run.UntilAsync(() => !run.Source.Assignments.IsEmpty, Fast);
        app.Log.MoveStart(Orders0, 5);
        app.Log.OutageInBounds = "No broker answers.";
        run.Source.Hung.Clear();
        await run.UntilAsync(() => run.Loggers.Count("No broker answers.") > 0, Fast);
        app.Log.OutageInBounds = null;
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 25 }, Fast);
        await run.StopAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 5, 25);
    }

    [Fact]
    public async Task WhileTheBrokerDoesNotSayWhereALogStartsTheOtherPartitionsAreRead()
    {
        app.Log.AddPartition(Orders1);
        await using LocalRun run = await StartAsync((source, _) => source.Hung[Orders0] = true);
        await run.UntilAsync(() => !run.Source.Assignments.IsEmpty, Fast);
        app.Log.MoveStart(Orders0, 5);
        app.Log.OutageInBounds = "No broker answers.";
        run.Source.Hung.Clear();
        await run.UntilAsync(() => run.Loggers.Count("No broker answers.") > 0, Fast);
        app.Append(12, Orders1);
        await run.UntilAsync(() => run.StateOf(Orders1) is { Checkpoint: 10 }, Fast);
        Assert.Equal(0, run.Loggers.Count("The broker is back"));
        app.Log.OutageInBounds = null;
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 25 }, Fast);
        await run.StopAsync();
        await app.AssertArchivedExactlyAsync(Orders1, 0, 10);
    }

    [Fact]
    public async Task APartitionThatIsInRangeWhenTheBrokerIsAskedIsReadOn()
    {
        await using LocalRun run = await StartAsync();
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20, AcceptedEnd: 25 }, Fast);
        run.Source.Happen((Orders0, LogItemKind.OutOfRange)); // a broker that had just been elected
        app.Append(10);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 30, AcceptedEnd: 35 }, Fast);
        await run.StopAsync();
        Assert.Equal(0, run.Loggers.Count("Nothing more is read of it"));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task ALogThatShrankIsNotReadAndThePartitionFaults()
    {
        await using LocalRun run = await StartAsync();
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20, AcceptedEnd: 25 }, Fast);
        app.Log.AddPartition(Orders0);
        app.Append(3);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Fault: not null }, Fast);
        await run.StopAsync();
        Assert.Equal(FaultKind.TopicRecreated, run.StateOf(Orders0)!.Fault!.Kind);
        Assert.Equal(1, run.Loggers.Count("Nothing more is read of it", LogLevel.Error));
        Assert.Equal(2, app.ObjectNames.Count);
        Assert.NotEmpty(app.Chunks);
    }

    [Fact]
    public async Task AnOutageIsSaidAtOnceOnceAMinuteAndOnceWhenItIsOver()
    {
        await using LocalRun run = await StartAsync();
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20 }, Fast);
        int before = Said(run);
        app.Log.Outage = "No Kafka broker answers.";
        await run.UntilAsync(() => run.Loggers.Count("No Kafka broker answers.", LogLevel.Warning) == 1, TimeSpan.FromMilliseconds(1));
        DateTimeOffset away = run.Clock.GetUtcNow();
        await run.UntilAsync(() => run.Clock.GetUtcNow() - away > TimeSpan.FromSeconds(290), TimeSpan.FromSeconds(1));
        Assert.InRange(Said(run) - before, 2, 5); // at once, and four reminders, fewer where this machine is slow

        app.Log.Outage = null;
        app.Append(10);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 30 }, Fast);
        await run.StopAsync();
        Assert.Equal(1, run.Loggers.Count("The broker is back", LogLevel.Information));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task AnIdleSegmentIsClosedByTheTimer()
    {
        await using LocalRun run = await StartAsync();
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20, AcceptedEnd: 25 }, Fast);
        run.Clock.Advance(TimeSpan.FromHours(31));
        Assert.Equal(2, app.ObjectNames.Count);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 25 }, TimeSpan.FromMinutes(1));
        await run.StopAsync();
        Assert.Equal(RollReason.Idle, (await app.ObjectsAsync(Orders0))[^1].Facts!.Reason);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 25);
    }

    [Fact]
    public async Task AStopDuringASealFinishesItAndLeavesNothingToDoAgain()
    {
        using var sealing = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        await using LocalRun run = await StartAsync();
        run.Archive.Before = async call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name == "orders/000000/00000000000000000030")
            {
                sealing.Release();
                await go.WaitAsync();
            }
        };
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20 }, Fast);
        app.Append(20);
        await run.UntilAsync(() => sealing.Wait(0), Fast);
        Task stopped = run.StopAsync();
        go.Release();
        await stopped;
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
        Assert.Equal(45, run.Source.Committed[Orders0]);
        Assert.All(app.Chunks, chunk => Assert.True(chunk.Last >= 40));
    }

    private static int Said(LocalRun run) => run.Loggers.Lines.Count(line => line.Level >= LogLevel.Warning);

    private Task<LocalRun> StartAsync(Action<ScriptedSource, FaultyStore>? prepare = null) =>
        LocalRun.StartAsync(app.Log, app.Archive, app.Staging, prepare: prepare);
}
