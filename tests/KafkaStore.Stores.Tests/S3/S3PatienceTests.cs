namespace KafkaStore.Stores.Tests.S3;

/// <summary>With what the SDK leaves to the store: another writer's creation and damage on the way.</summary>
public sealed class S3PatienceTests
{
    [Theory]
    [InlineData("ConditionalRequestConflict", 409)]
    [InlineData("OperationAborted", 409)]
    [InlineData("BadDigest", 400)]
    public async Task SixTriesTakeBetweenOneAndAHalfAndThreeSeconds(string code, int status)
    {
        var clock = new QuickClock();
        await using S3TestStore opened = await OpenAsync(clock);
        FakeS3Fault fault = opened.Server.Faults.Add(
            new FakeS3Fault("PutObject") { Error = new FakeS3Exception(status, code, "Not now.") }
        );

        await Assert.ThrowsAsync<StorageUnavailableException>(() => CreateAsync(opened.Store, default));

        Assert.Equal(6, fault.Hit);
        Assert.All(
            clock.Waits.Zip([100, 200, 400, 800, 1600]),
            wait => Assert.InRange(wait.First.TotalMilliseconds, wait.Second / 2, wait.Second)
        );
        Assert.Equal(5, clock.Waits.Count);
    }

    [Theory]
    [InlineData("AccessDenied", 403)]
    [InlineData("NoSuchBucket", 404)]
    [InlineData("InvalidArgument", 400)]
    public async Task ARefusalIsNotTriedAgain(string code, int status)
    {
        var clock = new QuickClock();
        await using S3TestStore opened = await OpenAsync(clock);
        FakeS3Fault fault = opened.Server.Faults.Add(new FakeS3Fault("PutObject") { Error = new FakeS3Exception(status, code, "No.") });

        await Assert.ThrowsAsync<StorageAccessException>(() => CreateAsync(opened.Store, default));

        Assert.Equal(1, fault.Hit);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task CancellingEndsTheWaitForAnotherTry()
    {
        var clock = new QuickClock { EndsWaits = false };
        await using S3TestStore opened = await OpenAsync(clock);
        FakeS3Fault fault = opened.Server.Faults.Add(
            new FakeS3Fault("PutObject") { Error = new FakeS3Exception(409, "ConditionalRequestConflict", "Conflict.") }
        );
        using var cancellation = new CancellationTokenSource();

        Task creating = CreateAsync(opened.Store, cancellation.Token);
        await clock.Waiting;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => creating);
        Assert.Equal(1, fault.Hit);
    }

    private static Task<S3TestStore> OpenAsync(QuickClock clock) =>
        S3TestStore.OpenAsync(options => options with { Patience = options.Patience.On(clock) });

    private static Task<CreateOutcome> CreateAsync(S3Store store, CancellationToken cancellationToken) =>
        store.CreateAsync("a/1", new GeneratedContent(1, 1000), cancellationToken);
}
