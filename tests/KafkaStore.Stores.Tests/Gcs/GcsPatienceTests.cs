namespace KafkaStore.Stores.Tests.Gcs;

/// <summary>With faults that pass, as the store has it when nobody makes it quick.</summary>
public sealed class GcsPatienceTests : IAsyncLifetime
{
    private FakeGcs server = null!;

    public async Task InitializeAsync() => server = await FakeGcs.StartAsync("bucket");

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(FakeGcsOperation.Get, 503, "backendError")]
    [InlineData(FakeGcsOperation.Get, 429, "rateLimitExceeded")]
    [InlineData(FakeGcsOperation.StartUpload, 503, "backendError")]
    public async Task SixTriesTakeBetweenEightAndSixteenSeconds(FakeGcsOperation operation, int status, string reason)
    {
        var clock = new QuickClock();
        using GcsStore store = await OpenAsync(clock);
        int before = Count(operation);
        server.Faults.Add(new(operation) { Times = 100, Error = new(status, reason, "Not now.") });

        await Assert.ThrowsAsync<StorageUnavailableException>(() => DoAsync(store, operation, default));

        Assert.Equal(5, clock.Waits.Count);
        Assert.All(clock.Waits.Zip([0.5, 1, 2, 4, 8]), wait => Assert.InRange(wait.First.TotalSeconds, wait.Second / 2, wait.Second));
        if (operation == FakeGcsOperation.Get)
            Assert.Equal(6, Count(operation) - before); // The SDK has tries of its own inside an upload.
    }

    [Theory]
    [InlineData(FakeGcsOperation.Get)]
    [InlineData(FakeGcsOperation.StartUpload)]
    public async Task ARefusalIsNotTriedAgain(FakeGcsOperation operation)
    {
        var clock = new QuickClock();
        using GcsStore store = await OpenAsync(clock);
        int before = Count(operation);
        server.Faults.Add(new(operation) { Times = 100, Error = new(403, "forbidden", "No.") });

        await Assert.ThrowsAsync<StorageAccessException>(() => DoAsync(store, operation, default));

        Assert.Equal(1, Count(operation) - before);
        Assert.Empty(clock.Waits);
    }

    [Theory]
    [InlineData(FakeGcsOperation.Get)]
    [InlineData(FakeGcsOperation.StartUpload)]
    public async Task CancellingEndsTheWaitForAnotherTry(FakeGcsOperation operation)
    {
        var clock = new QuickClock { EndsWaits = false };
        using GcsStore store = await OpenAsync(clock);
        server.Faults.Add(new(operation) { Times = 100, Error = new(503, "backendError", "Not now.") });
        using var cancellation = new CancellationTokenSource();

        Task running = DoAsync(store, operation, cancellation.Token);
        await clock.Waiting;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(clock.Waits);
    }

    [Fact]
    public async Task ContentThatCannotBeReadIsNotSentAgain()
    {
        var clock = new QuickClock();
        using GcsStore store = await OpenAsync(clock);

        IOException failure = await Assert.ThrowsAsync<IOException>(() => store.CreateAsync("b", new Unreadable(), default));

        Assert.Equal("The disk is gone.", failure.Message);
        Assert.Empty(clock.Waits);
    }

    private int Count(FakeGcsOperation operation) => server.Requests.Count(request => request.Operation == operation);

    private Task<GcsStore> OpenAsync(QuickClock clock)
    {
        var options = new GcsStoreOptions { Url = GcsStoreUrl.Parse("gs://bucket"), Endpoint = server.Endpoint };
        return GcsStore.OpenAsync(options with { Patience = options.Patience.On(clock) }, default);
    }

    private static Task DoAsync(GcsStore store, FakeGcsOperation operation, CancellationToken cancellationToken) =>
        operation == FakeGcsOperation.Get
            ? store.FindAsync("a", cancellationToken)
            : store.CreateAsync("b", ObjectContent.FromBytes("x"u8.ToArray()), cancellationToken);

    private sealed class Unreadable : ObjectContent
    {
        private int opened;

        public override long Length => 10;

        // The first reading finds its MD5.
        public override Stream Open() => opened++ == 0 ? new MemoryStream(new byte[10]) : throw new IOException("The disk is gone.");
    }
}
