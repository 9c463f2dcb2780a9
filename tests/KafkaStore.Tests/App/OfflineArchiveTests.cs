namespace KafkaStore.Tests.App;

/// <summary>Objects that a lifecycle rule moved into an archive tier, where their bodies can't be read, stop nothing that goes on behind them.</summary>
public sealed class OfflineArchiveTests
{
    private readonly MemoryObjectStore archive = new("memory:archive", keepsMetadata: true);

    [Fact]
    public async Task ARestartedArchiverGoesOnBehindThem()
    {
        using TestApp app = await WithArchivedAsync(20);
        MoveAllOffline(app);

        app.Restart();
        app.Append(15);
        await app.DeliverAllAsync(Orders0); // the archived ones again too
        await app.TickMinutesAsync(2);

        Assert.Null(app.StateOf(Orders0)!.LastFailure);
        Assert.Equal(30, app.StateOf(Orders0)!.Checkpoint);
        BringAllBack(app);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
        Assert.Empty((await VerifyAsync()).Problems);
    }

    [Fact]
    public async Task ABrokenChainIsFoundByWhatIsKeptBesideThem()
    {
        using TestApp app = await WithArchivedAsync(30);
        MoveAllOffline(app);
        await app.Archive.DeleteAsync(app.ObjectNames[1], default);

        app.Restart();
        app.Append(5);
        await app.DeliverAllAsync(Orders0, from: 30);

        Assert.Equal(FaultKind.ArchiveDamaged, app.StateOf(Orders0)!.Fault?.Kind);
    }

    [Fact]
    public async Task WhatHasToBeComparedWithThemIsKeptUntilTheyAreBack()
    {
        using TestApp app = await WithArchivedAsync(20);
        MoveAllOffline(app);

        await app.DeliverAsync(Orders0, 3, 4, 5);
        await app.SignalAsync(Orders0, Operations.Seal);
        Assert.Equal([3L], app.Chunks.Select(chunk => chunk.First));
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 20);
        await app.TickMinutesAsync(2);
        Assert.Equal(3, app.ObjectNames.Count);
        Assert.Equal([3L], app.Chunks.Select(chunk => chunk.First));

        BringAllBack(app);
        await app.SignalAsync(Orders0, Operations.Seal);
        Assert.Empty(app.Chunks);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task OneThatNothingIsKeptBesideIsWaitedFor()
    {
        using TestApp app = await TestApp.WithDeliveredAsync(20); // in a store that keeps nothing
        MoveAllOffline(app);

        app.Restart();
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 20);

        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Contains("lies in an archive tier", app.StateOf(Orders0)!.LastFailure);
        BringAllBack(app);
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task AMirrorThatHasThemTooGoesOn()
    {
        using TestApp app = await WithArchivedAsync(20);
        var copy = new MemoryObjectStore("memory:mirror", keepsMetadata: true);
        while (await new Mirror(archive, copy, null).CopyNextAsync(Orders0, default) is not null) { }
        MoveAllOffline(app);
        foreach (string name in app.ObjectNames)
            copy.MoveOffline(name);
        app.Append(10);
        await app.DeliverAllAsync(Orders0, from: 20);

        var mirror = new Mirror(archive, copy, null);
        Assert.Equal(30, await mirror.CopyNextAsync(Orders0, default));
        Assert.Equal(0, await mirror.FindLagAsync(Orders0, default));
    }

    [Fact]
    public async Task AMirrorThatIsFilledSaysWhatItCantCopyAndGoesOnWithOtherPartitions()
    {
        var orders1 = new TopicPartition("orders", 1);
        using TestApp app = await WithArchivedAsync(20);
        app.Log.AddPartition(orders1);
        app.Append(10, orders1);
        await app.DeliverAllAsync(orders1);
        app.Archive.MoveOffline(app.ObjectNames[0]);
        var copy = new MemoryObjectStore("memory:mirror", keepsMetadata: true);

        var fill = new MirrorFill(archive, copy);
        await fill.RunAsync([], default);

        Assert.Contains($"{app.ObjectNames[0]}: it lies in an archive tier", Assert.Single(fill.Conflicts));
        Assert.Equal([app.ObjectNames[2]], copy.Names.Where(name => ArchiveName.TryParse(name, out _)));
    }

    [Fact]
    public async Task VerifyNamesThemAllAndChecksHowTheyFollowEachOther()
    {
        using TestApp app = await WithArchivedAsync(30);
        MoveAllOffline(app);

        VerificationReport report = await VerifyAsync();
        Assert.Equal(app.ObjectNames.Select(name => (name, ProblemKind.Offline)), report.Problems.Select(each => (each.Object, each.Kind)));
        Assert.Equal(30, Assert.Single(report.Partitions).NextOffset);

        await app.Archive.DeleteAsync(app.ObjectNames[1], default);
        Assert.Contains((await VerifyAsync()).Problems, problem => problem is { Kind: ProblemKind.MissingObject, Offset: 10 });
    }

    private async Task<TestApp> WithArchivedAsync(int count)
    {
        var app = new TestApp(archive: archive, options: Counting(10));
        app.Log.AddPartition(Orders0);
        app.Append(count);
        await app.DeliverAllAsync(Orders0);
        Assert.Equal(count / 10, app.ObjectNames.Count);
        return app;
    }

    private Task<VerificationReport> VerifyAsync() =>
        new ArchiveVerifier(archive, new ProblemLog()).VerifyAsync([], new VerificationProgress(), default);

    private static void MoveAllOffline(TestApp app)
    {
        foreach (string name in app.ObjectNames)
            app.Archive.MoveOffline(name);
    }

    private static void BringAllBack(TestApp app)
    {
        foreach (string name in app.ObjectNames)
            app.Archive.BringBack(name);
    }
}
