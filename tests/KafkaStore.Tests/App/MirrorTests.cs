using KafkaStore.Mirroring;
using KafkaStore.Naming;
using KafkaStore.Reading.Verification;
using KafkaStore.Storage;
using KafkaStore.Tests.Support;
using KafkaStore.Broker;

namespace KafkaStore.Tests.App;

/// <summary>Mirrors: byte copies, in order, that never hold up the archive.</summary>
public sealed class MirrorTests : IDisposable
{
    private static readonly TopicPartition Orders1 = new("orders", 1);

    private readonly TestApp _app = TestApp.WithRecords(35);
    private readonly MemoryObjectStore _copy = new("memory:mirror");
    private readonly FaultyStore _faults;

    public MirrorTests() => _faults = new FaultyStore(_copy);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task MirrorGetsTheSameBytesUnderTheSameNames()
    {
        await ArchiveAsync();

        Assert.True(await RunAsync());

        AssertSame();
        Assert.Equal(3, _copy.Names.Count(name => ArchiveName.TryParse(name, out _)));
        Assert.Contains(MarkerName.Start("orders"), _copy.Names);
        VerificationReport report = await new ArchiveVerifier(_copy, new ProblemLog()).VerifyAsync([], new VerificationProgress(), default);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public async Task LaterObjectsFollowWithoutListingTheMirrorAgain()
    {
        await ArchiveAsync();
        MirrorRun run = Run();
        Assert.True(await CopyAsync(run));
        _app.Append(30);
        await ArchiveAsync();
        int listings = _faults.Calls.Count(call => call is { Operation: StoreOperation.List, Name: "orders/000000/" });

        Assert.True(await CopyAsync(run));

        AssertSame();
        Assert.Equal(listings, _faults.Calls.Count(call => call is { Operation: StoreOperation.List, Name: "orders/000000/" }));
    }

    [Fact]
    public async Task MirrorThatIsAwayIsReportedAndCompletedLater()
    {
        await ArchiveAsync();
        MirrorRun run = Run();
        _faults.Fail(call => call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/", StringComparison.Ordinal), 1);

        Assert.False(await CopyAsync(run));
        Assert.Equal("orders-0", Assert.Single(_app.Report.MirrorFailures).What);

        Assert.True(await CopyAsync(run));
        AssertSame();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task CrashAtAnyCopyLeavesAnArchiveWithoutAGapAndTheNextRunGoesOn(int after)
    {
        await ArchiveAsync();
        _faults.After = call =>
        {
            if (call.Operation == StoreOperation.Create && after-- == 0)
                throw new ProcessKilledException();
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<ProcessKilledException>(() => RunAsync());
        _faults.After = null;
        string[] copied = [.. _copy.Names.Where(name => ArchiveName.TryParse(name, out _))];
        Assert.Equal(_app.ObjectNames.Take(copied.Length), copied);

        Assert.True(await RunAsync());
        AssertSame();
    }

    [Fact]
    public async Task OtherObjectInTheMirrorIsNeverOverwrittenAndStopsThatPartitionAlone()
    {
        _app.Log.AddPartition(Orders1);
        _app.Append(10, Orders1);
        await ArchiveAsync();
        byte[] foreign = [1, 2, 3];
        _copy.Replace(_app.ObjectNames[1], foreign);
        _copy.Replace(_app.ObjectNames[0], _app.Archive.BytesOf(_app.ObjectNames[0]));

        Assert.False(await RunAsync(TestApp.Orders0, Orders1));

        Assert.Same(foreign, _copy.BytesOf(_app.ObjectNames[1]));
        Assert.Contains(_app.ObjectNames[1], Assert.Single(_app.Report.MirrorFailures).Reason, StringComparison.Ordinal);
        Assert.Contains("orders/000001/00000000000000000000", _copy.Names);
        Assert.DoesNotContain(_app.ObjectNames[2], _copy.Names);
    }

    [Fact]
    public async Task LimitEndsTheRunAndSaysHowFarBehindTheMirrorIs()
    {
        await ArchiveAsync();
        _faults.After = call =>
        {
            if (call is { Operation: StoreOperation.Create, Name: "orders/000000/00000000000000000000" })
                _app.Clock.Advance(TimeSpan.FromMinutes(6));
            return Task.CompletedTask;
        };

        Assert.False(await Run().CopyAsync([TestApp.Orders0], TimeSpan.FromMinutes(5), default));

        Assert.Equal(("memory:mirror", TestApp.Orders0, 20L), Assert.Single(_app.Report.Behind));
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
        var cut = new CutStore(_app.Archive);
        var run = new MirrorRun([new Mirror(cut, _copy, null)], _app.Report, _app.Clock);

        Assert.False(await CopyAsync(run));

        Assert.DoesNotContain(_copy.Names, name => ArchiveName.TryParse(name, out _));
        cut.IsWhole = true;
        Assert.True(await CopyAsync(run));
        AssertSame();
    }

    [Fact]
    public async Task FillingMakesUpForGapsToo()
    {
        await ArchiveAsync();
        Assert.True(await RunAsync());
        await _copy.DeleteAsync(_app.ObjectNames[1], default);
        await _copy.DeleteAsync(MarkerName.Start("orders"), default);

        var fill = new MirrorFill(_app.Archive, _copy);
        await fill.RunAsync([], default);

        Assert.Equal(2, fill.Copied);
        Assert.Equal(_app.Archive.Names.Count - 2, fill.AlreadyThere);
        Assert.Equal(fill.TotalBytes, fill.DoneBytes);
        Assert.Empty(fill.Conflicts);
        AssertSame();
    }

    [Fact]
    public async Task FillingNamesWhatDiffersAndCopiesNothingPastIt()
    {
        await ArchiveAsync();
        _copy.Replace(_app.ObjectNames[1], [1]);

        var fill = new MirrorFill(_app.Archive, _copy);
        await fill.RunAsync(["orders"], default);

        Assert.Contains(_app.ObjectNames[1], Assert.Single(fill.Conflicts), StringComparison.Ordinal);
        Assert.Contains(_app.ObjectNames[0], _copy.Names);
        Assert.DoesNotContain(_app.ObjectNames[2], _copy.Names);
    }

    private async Task ArchiveAsync()
    {
        foreach (LogBounds bounds in await _app.Log.GetBoundsAsync(["orders"], default))
        {
            long archived = _app.StateOf(bounds.Partition)?.AcceptedEnd ?? 0;
            await _app.DeliverAllAsync(bounds.Partition, from: archived);
        }

        await _app.DrainAsync();
    }

    private MirrorRun Run() => new([new Mirror(_app.Archive, _faults, null)], _app.Report, _app.Clock);

    private Task<bool> RunAsync(params TopicPartition[] partitions) =>
        Run().CopyAsync(partitions.Length == 0 ? [TestApp.Orders0] : partitions, null, default);

    private static Task<bool> CopyAsync(MirrorRun run) => run.CopyAsync([TestApp.Orders0], null, default);

    private void AssertSame()
    {
        Assert.Equal(_app.Archive.Names, _copy.Names);
        foreach (string name in _copy.Names)
            Assert.Equal(_app.Archive.BytesOf(name), _copy.BytesOf(name));
    }

    /// <summary>A store whose connections end early.</summary>
    private sealed class CutStore(MemoryObjectStore inner) : IObjectReader
    {
        public bool IsWhole { get; set; }

        public string DisplayName => inner.DisplayName;

        public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) => inner.FindAsync(name, cancellationToken);

        public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
            inner.OpenReadAsync(name, from, length is null && !IsWhole ? 100 : length, cancellationToken);

        public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken) =>
            inner.ListAsync(prefix, startAt, cancellationToken);
    }
}
