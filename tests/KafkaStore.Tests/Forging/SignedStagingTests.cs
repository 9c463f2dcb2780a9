namespace KafkaStore.Tests.Forging;

/// <summary>With a staging key nothing that somebody else puts into staging gets into the archive or keeps anything out of it.</summary>
public sealed class SignedStagingTests : IDisposable
{
    private const int Produced = 100;

    private readonly TestApp app = new(options: Counting(30), stagingKeys: SomeStagingKeys.One);
    private readonly Adversary adversary;

    public SignedStagingTests()
    {
        app.Log.AddPartition(Orders0);
        app.Append(Produced);
        adversary = new Adversary(app);
    }

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task ChangedRecordsAreSetAsideAndFetchedFromTheBroker()
    {
        await app.DeliverAsync(Orders0, Offsets(0, Produced));
        await adversary.RemoveChunksAsync();
        ChunkName forged = await adversary.StageAsync(0, Produced);
        await ArchiveAsync(Produced);
        Assert.Equal([forged], app.Report.Damaged);
        Assert.Contains($"~damaged/{forged}", app.Staging.Names);
    }

    [Fact]
    public async Task AForgedProofDropsNothing()
    {
        await app.DeliverAsync(Orders0, Offsets(0, Produced));
        await adversary.RemoveChunksAsync();
        await adversary.StageAsync(0, 10);
        await adversary.ProveEmptyAsync(10, 90);
        await adversary.StageAsync(90, Produced);
        await ArchiveAsync(Produced);
        Assert.Equal(3, app.Report.Damaged.Count);
    }

    [Fact]
    public async Task WhatIsStagedAheadOfTheLogIsSetAside()
    {
        await app.AcceptAsync((0, Produced));
        await adversary.StageAsync(Produced, Produced + 50);
        await ArchiveAsync(Produced);
        app.Append(200);
        await app.AcceptAsync((Produced, Produced + 200));
        await ArchiveAsync(Produced + 200);
        Assert.Null(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task ANameFarAheadTellsNobodyHowFarTheTopicIsAccepted()
    {
        await app.AcceptAsync((0, Produced));
        await adversary.StageAsync(1_000_000, 1_000_010);
        await app.TickAfterGraceAsync(3);
        Assert.Equal((Produced, null), (app.StateOf(Orders0)!.AcceptedEnd, app.StateOf(Orders0)!.Fault));
        await ArchiveAsync(Produced);
    }

    [Fact]
    public async Task HoweverManyForeignChunksThereAreOneRunSetsThemAside()
    {
        const int Forged = 150; // more than a run looks again
        await app.DeliverAsync(Orders0, Offsets(0, Produced));
        for (int i = 0; i < Forged; i++)
            await adversary.StageAsync(i, i + 2 + (i % 3));
        await app.DrainAsync();
        Assert.Equal(Forged, app.Report.Damaged.Count);
        Assert.Null(app.StateOf(Orders0)!.LastFailure);
        await ArchiveAsync(Produced);
    }

    [Fact]
    public async Task AChunkThatOverlapsTheArchiveIsNoFaultOfTheTopic()
    {
        await app.AcceptAsync((0, Produced));
        await adversary.StageAsync(70, Produced + 20);
        app.Append(50);
        await app.AcceptAsync((Produced, Produced + 50));
        await ArchiveAsync(Produced + 50);
        Assert.Null(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task TheLocalHostReadsOnWhereItsOwnChunksEnd()
    {
        await using (LocalRun before = await StartAsync())
            Assert.Empty((await before.EndAsync()).Shortfalls);
        await adversary.StageAsync(Produced, Produced + 30);
        await adversary.StageAsync(Produced + 30, Produced + 60);
        app.Append(200);
        await using LocalRun run = await StartAsync();
        Assert.Empty((await run.EndAsync()).Shortfalls);
        await AssertGenuineAsync(Produced + 200);
    }

    [Fact]
    public async Task WhatWasSignedWithAnEarlierKeyIsBelievedAndTheFirstOneSigns()
    {
        await app.DeliverAsync(Orders0, Offsets(0, 50));
        app.StagingKeys = SomeStagingKeys.Rotated;
        app.Restart();
        await app.DeliverAsync(Orders0, Offsets(50, Produced));
        app.StagingKeys = SomeStagingKeys.Other;
        app.Restart();
        await ArchiveAsync(Produced);
        Assert.Equal(0, Assert.Single(app.Report.Damaged).First);
    }

    [Fact]
    public async Task WhatWasStagedBeforeThereWasAKeyIsFetchedAgain()
    {
        app.StagingKeys = StagingKeys.None;
        app.Restart();
        await app.DeliverAsync(Orders0, Offsets(0, Produced));
        app.StagingKeys = SomeStagingKeys.One;
        app.Restart();
        await app.TickMinutesAsync(12); // nobody delivers it again
        await ArchiveAsync(Produced);
        Assert.Single(app.Report.Damaged);
        Assert.Empty(app.Report.Lost);
    }

    [Fact]
    public async Task WhatWasStagedBeforeThereWasAKeyAndIsGoneAtTheBrokerIsLostLoudlyAndKept()
    {
        app.StagingKeys = StagingKeys.None;
        app.Restart();
        await app.DeliverAsync(Orders0, Offsets(0, 50));
        app.StagingKeys = SomeStagingKeys.One;
        app.Restart();
        app.Log.MoveStart(Orders0, 50);
        await app.DeliverAsync(Orders0, Offsets(50, Produced));
        await app.TickAfterGraceAsync(3);
        Assert.Equal([(Orders0, new OffsetRange(0, 50))], app.Report.Lost);
        Assert.Contains($"~damaged/{Assert.Single(app.Report.Damaged)}", app.Staging.Names);
    }

    private async Task ArchiveAsync(int to)
    {
        await app.DrainAsync();
        await app.TickAfterGraceAsync(3);
        await app.CloseAsync(Orders0);
        await AssertGenuineAsync(to);
    }

    private async Task AssertGenuineAsync(int to)
    {
        Assert.Empty(await adversary.ArchivedAsync());
        await app.AssertArchivedExactlyAsync(Orders0, 0, to);
    }

    private Task<LocalRun> StartAsync() =>
        LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            change: options => options with { ExitAtEnd = true, CloseAtEnd = true, StagingKeys = SomeStagingKeys.One }
        );
}
