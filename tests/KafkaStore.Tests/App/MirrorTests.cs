namespace KafkaStore.Tests.App;

/// <summary>Mirrors: byte copies, in order, that never hold up the archive.</summary>
public sealed class MirrorTests : IDisposable
{
    private static readonly TopicPartition Orders1 = new("orders", 1);

    private readonly TestApp app = TestApp.WithRecords(35);
    private readonly MemoryObjectStore copy = new("memory:mirror");
    private readonly FaultyStore faults;

    public MirrorTests() => faults = new FaultyStore(copy);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task MirrorGetsTheSameBytesUnderTheSameNames()
    {
        await ArchiveAsync();

        Assert.True(await RunAsync());

        AssertSame();
        Assert.Equal(3, copy.Names.Count(name => ArchiveName.TryParse(name, out _)));
        Assert.Contains(MarkerName.Start("orders"), copy.Names);
        VerificationReport report = await new ArchiveVerifier(copy, new ProblemLog()).VerifyAsync([], new VerificationProgress(), default);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public async Task LaterObjectsFollowWithoutListingTheMirrorAgain()
    {
        await ArchiveAsync();
        MirrorRun run = Run();
        Assert.True(await CopyAsync(run));
        app.Append(30);
        await ArchiveAsync();
        int listings = faults.Calls.Count(call => call is { Operation: StoreOperation.List, Name: "orders/000000/" });

        Assert.True(await CopyAsync(run));

        AssertSame();
        Assert.Equal(listings, faults.Calls.Count(call => call is { Operation: StoreOperation.List, Name: "orders/000000/" }));
    }

    [Fact]
    public async Task MirrorThatIsAwayIsReportedAndCompletedLater()
    {
        await ArchiveAsync();
        MirrorRun run = Run();
        faults.Fail(call => call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/"), 1);

        Assert.False(await CopyAsync(run));
        Assert.Equal("orders-0", Assert.Single(app.Report.MirrorFailures).What);
        MirrorTrouble trouble = Assert.IsType<MirrorTrouble>(run.TroubleOf(run.Mirrors[0]));
        Assert.Equal(("memory:mirror", app.Clock.GetUtcNow()), (trouble.Mirror, trouble.Since));

        Assert.True(await CopyAsync(run));
        AssertSame();
        Assert.Null(run.TroubleOf(run.Mirrors[0]));
        Assert.Equal(30, run.Mirrors[0].ReachedOf(TestApp.Orders0));
    }

    [Fact]
    public async Task TheSameFailureIsReportedOnceAMinuteAndRememberedSinceItsFirst()
    {
        await ArchiveAsync();
        MirrorRun run = Run();
        DateTimeOffset first = app.Clock.GetUtcNow();
        faults.Fail(call => call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/"), 4);
        Assert.False(await CopyAsync(run));
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False(await CopyAsync(run));
        Assert.Single(app.Report.MirrorFailures);
        app.Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.False(await CopyAsync(run));
        Assert.Equal(2, app.Report.MirrorFailures.Count);
        Assert.Equal(first, run.TroubleOf(run.Mirrors[0])?.Since);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task CrashAtAnyCopyLeavesAnArchiveWithoutAGapAndTheNextRunGoesOn(int after)
    {
        await ArchiveAsync();
        faults.After = call =>
        {
            if (call.Operation == StoreOperation.Create && after-- == 0)
                throw new ProcessKilledException();
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<ProcessKilledException>(() => RunAsync());
        faults.After = null;
        string[] copied = [.. copy.Names.Where(name => ArchiveName.TryParse(name, out _))];
        Assert.Equal(app.ObjectNames.Take(copied.Length), copied);

        Assert.True(await RunAsync());
        AssertSame();
    }

    [Fact]
    public async Task OtherObjectInTheMirrorIsNeverOverwrittenAndStopsThatPartitionAlone()
    {
        app.Log.AddPartition(Orders1);
        app.Append(10, Orders1);
        await ArchiveAsync();
        byte[] foreign = [1, 2, 3];
        copy.Replace(app.ObjectNames[1], foreign);
        copy.Replace(app.ObjectNames[0], app.Archive.BytesOf(app.ObjectNames[0]));

        Assert.False(await RunAsync(TestApp.Orders0, Orders1));

        Assert.Same(foreign, copy.BytesOf(app.ObjectNames[1]));
        Assert.Contains(app.ObjectNames[1], Assert.Single(app.Report.MirrorFailures).Reason);
        Assert.Contains("orders/000001/00000000000000000000", copy.Names);
        Assert.DoesNotContain(app.ObjectNames[2], copy.Names);
    }

    [Fact]
    public async Task LimitEndsTheRunAndSaysHowFarBehindTheMirrorIs()
    {
        await ArchiveAsync();
        faults.After = call =>
        {
            if (call is { Operation: StoreOperation.Create, Name: "orders/000000/00000000000000000000" })
                app.Clock.Advance(TimeSpan.FromMinutes(6));
            return Task.CompletedTask;
        };

        Assert.False(await Run().CopyAsync([TestApp.Orders0], TimeSpan.FromMinutes(5), default));

        Assert.Equal(("memory:mirror", TestApp.Orders0, 20L), Assert.Single(app.Report.Behind));
        Assert.True(await RunAsync());
        AssertSame();
    }

    [Fact]
    public async Task TwoProcessesThatCopyAtOnceAgree()
    {
        await ArchiveAsync();

        bool[] complete = await Task.WhenAll(CopyAsync(Run()), CopyAsync(Run()));

        Assert.All(complete, Assert.True);
        AssertSame();
    }

    [Fact]
    public async Task BytesThatArriveOtherwiseAreNotCopied()
    {
        await ArchiveAsync();
        var cut = new CutStore(app.Archive);
        var run = new MirrorRun([new Mirror(cut, copy, null)], app.Report, app.Clock);

        Assert.False(await CopyAsync(run));

        Assert.DoesNotContain(copy.Names, name => ArchiveName.TryParse(name, out _));
        cut.IsWhole = true;
        Assert.True(await CopyAsync(run));
        AssertSame();
    }

    [Fact]
    public async Task FillingMakesUpForGapsToo()
    {
        await ArchiveAsync();
        Assert.True(await RunAsync());
        await copy.DeleteAsync(app.ObjectNames[1], default);
        await copy.DeleteAsync(MarkerName.Start("orders"), default);

        var fill = new MirrorFill(app.Archive, copy);
        await fill.RunAsync([], default);

        Assert.Equal(2, fill.Copied);
        Assert.Equal(app.Archive.Names.Count - 2, fill.AlreadyThere);
        Assert.Equal(fill.TotalBytes, fill.DoneBytes);
        Assert.Empty(fill.Conflicts);
        AssertSame();
    }

    [Fact]
    public async Task FillingNamesWhatDiffersAndCopiesNothingPastIt()
    {
        await ArchiveAsync();
        copy.Replace(app.ObjectNames[1], [1]);

        var fill = new MirrorFill(app.Archive, copy);
        await fill.RunAsync(["orders"], default);

        Assert.Contains(app.ObjectNames[1], Assert.Single(fill.Conflicts));
        Assert.Contains(app.ObjectNames[0], copy.Names);
        Assert.DoesNotContain(app.ObjectNames[2], copy.Names);
    }

    private async Task ArchiveAsync()
    {
        foreach (LogBounds bounds in await app.Log.GetBoundsAsync(["orders"], default))
        {
            long archived = app.StateOf(bounds.Partition)?.AcceptedEnd ?? 0;
            await app.DeliverAllAsync(bounds.Partition, from: archived);
        }

        await app.DrainAsync();
    }

    private MirrorRun Run() => new([new Mirror(app.Archive, faults, null)], app.Report, app.Clock);

    private Task<bool> RunAsync(params TopicPartition[] partitions) =>
        Run().CopyAsync(partitions.Length == 0 ? [TestApp.Orders0] : partitions, null, default);

    private static Task<bool> CopyAsync(MirrorRun run) => run.CopyAsync([TestApp.Orders0], null, default);

    private void AssertSame()
    {
        Assert.Equal(app.Archive.Names, copy.Names);
        foreach (string name in copy.Names)
            Assert.Equal(app.Archive.BytesOf(name), copy.BytesOf(name));
    }

    /// <summary>A store whose connections end early.</summary>
    private sealed class CutStore(MemoryObjectStore inner) : IObjectReader
    {
        public bool IsWhole { get; set; }

        public string DisplayName => inner.DisplayName;

        public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
            inner.FindAsync(name, cancellationToken);

        public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
            inner.OpenReadAsync(name, from, length is null && !IsWhole ? 100 : length, cancellationToken);

        public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken) =>
            inner.ListAsync(prefix, startAt, cancellationToken);
    }
}
