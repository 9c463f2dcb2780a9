namespace KafkaStore.Tests.App;

/// <summary>The local host in a shared group: it reads what it is given, also where the log does not have its position any more.</summary>
public sealed class SharedGroupTests : IDisposable
{
    private static readonly TopicPartition Orders1 = new("orders", 1);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(500);

    private readonly TestApp app = WithRecords(25);

    public SharedGroupTests()
    {
        app.Log.AddPartition(Orders1);
        app.Append(12, Orders1);
    }

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task OnlyWhatTheGroupGivesIsRead()
    {
        await using LocalRun run = await StartAsync();
        run.Source.Happen((Orders0, LogItemKind.Assigned));
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20, AcceptedEnd: 25 }, Fast);
        Assert.DoesNotContain(app.ObjectNames, name => name.StartsWith("orders/000001/"));
        run.Source.Happen((Orders0, LogItemKind.Revoked), (Orders1, LogItemKind.Assigned));
        await run.UntilAsync(() => run.StateOf(Orders1) is { Checkpoint: 10 }, Fast);
        await run.StopAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        await app.AssertArchivedExactlyAsync(Orders1, 0, 10);
    }

    [Fact]
    public async Task WhenTheLogStartMovesPastItTheRestIsReadAndTheOtherPartitionsAreLeftAlone()
    {
        await using LocalRun run = await StartAsync();
        run.Source.Hung[Orders0] = true;
        run.Source.Happen((Orders0, LogItemKind.Assigned), (Orders1, LogItemKind.Assigned));
        await run.UntilAsync(() => run.StateOf(Orders1) is { Checkpoint: 10, AcceptedEnd: 12 }, Fast);
        app.Log.MoveStart(Orders0, 7);
        run.Source.Hung.Clear();
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 17 } or { Fault: not null }, Fast);
        app.Append(3);
        app.Append(10, Orders1);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 27 } && run.StateOf(Orders1) is { Checkpoint: 20 }, Fast);
        await run.StopAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 7, 27);
        await app.AssertArchivedExactlyAsync(Orders1, 0, 20);
        Assert.Contains("~kafka-store/orders/000000/lost/00000000000000000000-00000000000000000007.json", app.Archive.Names);
        Assert.Empty(run.Source.Assignments); // what a consumer reads is the group's to say
    }

    [Fact]
    public async Task ALogThatShrankIsNotReadAndThePartitionFaults()
    {
        await using LocalRun run = await StartAsync();
        run.Source.Happen((Orders0, LogItemKind.Assigned));
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20, AcceptedEnd: 25 }, Fast);
        app.Log.AddPartition(Orders0);
        app.Append(3);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Fault: not null }, Fast);
        await run.StopAsync();
        Assert.Equal(FaultKind.TopicRecreated, run.StateOf(Orders0)!.Fault!.Kind);
        Assert.Equal(1, run.Loggers.Count("Nothing more is read of it", LogLevel.Error));
        Assert.NotEmpty(app.Chunks);
    }

    [Fact]
    public async Task APartitionThatIsGivenAnewAfterItsOffsetWasOutOfRangeIsReadOn()
    {
        await using LocalRun run = await StartAsync();
        run.Source.Happen((Orders0, LogItemKind.Assigned));
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 20, AcceptedEnd: 25 }, Fast);
        run.Source.Happen((Orders0, LogItemKind.OutOfRange), (Orders0, LogItemKind.Revoked), (Orders0, LogItemKind.Assigned));
        app.Append(10);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 30, AcceptedEnd: 35 }, Fast);
        await run.StopAsync();
        Assert.Equal(0, run.Loggers.Count("Nothing more is read of it"));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    private Task<LocalRun> StartAsync() =>
        LocalRun.StartAsync(app.Log, app.Archive, app.Staging, change: options => options with { Share = true });
}
