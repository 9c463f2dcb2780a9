namespace KafkaStore.Stores.Tests.S3;

/// <summary>Creating objects while things go wrong.</summary>
public sealed class S3CreationTests : IAsyncLifetime
{
    private const int Small = 100_000;
    private const int Large = 20 * 1024 * 1024;

    private S3TestStore opened = null!;

    private S3Store Store => opened.Store;

    private FakeS3Server Server => opened.Server;

    public async Task InitializeAsync() => opened = await S3TestStore.OpenAsync();

    public async Task DisposeAsync() => await opened.DisposeAsync();

    [Fact]
    public async Task RaceBetweenOneInPartsAndOneAtOnceHasOneWinner()
    {
        var small = new GeneratedContent(1, Small);
        Server.Faults.Add(
            new FakeS3Fault("CompleteMultipartUpload") { Before = () => Store.CreateAsync("race", small, default).GetAwaiter().GetResult() }
        );

        Assert.Equal(CreateOutcome.AlreadyExists, await Store.CreateAsync("race", new GeneratedContent(2, Large), default));

        await AssertHasAsync("race", small);
        Assert.Equal(0, opened.Bucket.UploadsInProgress);
    }

    [Theory]
    [InlineData(Small, "PutObject")]
    [InlineData(Large, "CompleteMultipartUpload")]
    public async Task ConflictIsTriedAgain(int length, string operation)
    {
        var content = new GeneratedContent(1, length);
        FakeS3Fault fault = Server.Faults.Add(
            new FakeS3Fault(operation)
            {
                Times = 2,
                Error = new FakeS3Exception(
                    409,
                    "ConditionalRequestConflict",
                    "The conditional request cannot succeed due to a conflicting operation against this resource."
                ),
            }
        );

        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync("a/1", content, default));

        Assert.Equal(2, fault.Hit);
        await AssertHasAsync("a/1", content);
        Assert.Equal(0, opened.Bucket.UploadsInProgress);
    }

    [Fact]
    public async Task ConflictThatLastsIsSaid()
    {
        FakeS3Fault fault = Server.Faults.Add(
            new FakeS3Fault("PutObject") { Error = new FakeS3Exception(409, "ConditionalRequestConflict", "Conflict.") }
        );

        await Fails.SayingAsync<StorageUnavailableException>(
            "other writers",
            () => Store.CreateAsync("a/1", new GeneratedContent(1, Small), default)
        );
        Assert.Equal(6, fault.Hit);
    }

    [Fact]
    public async Task ConflictWithWhoeverCreatedItIsNotFollowedByAnotherUpload()
    {
        FakeS3Fault fault = Server.Faults.Add(
            new FakeS3Fault("CompleteMultipartUpload")
            {
                Error = new FakeS3Exception(409, "ConditionalRequestConflict", "Conflict."),
                Before = () => Store.CreateAsync("a/1", new GeneratedContent(1, Small), default).GetAwaiter().GetResult(),
            }
        );

        Assert.Equal(CreateOutcome.AlreadyExists, await Store.CreateAsync("a/1", new GeneratedContent(2, Large), default));

        Assert.Equal(1, fault.Hit);
    }

    [Theory]
    [InlineData(Small, "PutObject")]
    [InlineData(Large, "UploadPart")]
    public async Task DamageOnTheWayIsRefusedAndSentAgain(int length, string operation)
    {
        var content = new GeneratedContent(1, length);
        FakeS3Fault fault = Server.Faults.Add(new FakeS3Fault(operation) { Times = 1, DamagedByte = 54_321 });

        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync("a/1", content, default));

        Assert.Equal(1, fault.Hit);
        await AssertHasAsync("a/1", content);
        Assert.Equal(0, opened.Bucket.UploadsInProgress);
    }

    [Theory]
    [InlineData(Small, "PutObject")]
    [InlineData(Large, "CompleteMultipartUpload")]
    public async Task CreationWhoseAnswerWasLostIsFoundToExist(int length, string operation)
    {
        var content = new GeneratedContent(1, length);
        Server.Faults.Add(new FakeS3Fault(operation) { Times = 1, LosesAnswer = true });

        Assert.Equal(CreateOutcome.AlreadyExists, await Store.CreateAsync("a/1", content, default));

        await AssertHasAsync("a/1", content);
    }

    [Fact]
    public async Task ErrorInsideAnAnswerOf200IsNoSuccess()
    {
        Server.Faults.Add(
            new FakeS3Fault("CompleteMultipartUpload")
            {
                ErrorInside = new FakeS3Exception(200, "InternalError", "We encountered an internal error. Please try again."),
            }
        );

        // The fake has completed the upload all the same, as the real service may have.
        Assert.Equal(CreateOutcome.AlreadyExists, await Store.CreateAsync("a/1", new GeneratedContent(1, Large), default));
    }

    [Fact]
    public async Task UploadThatFailsInTheMiddleIsAborted()
    {
        var content = new GeneratedContent(1, Large) { Interruption = (10_000_000, () => throw new InvalidDataException("Damaged.")) };

        await Assert.ThrowsAsync<InvalidDataException>(() => Store.CreateAsync("a/1", content, default));

        Assert.Equal(0, opened.Bucket.UploadsInProgress);
        Assert.Null(await Store.FindAsync("a/1", default));
    }

    [Fact]
    public async Task SourceThatCantBeReadIsNotBlamedOnTheService()
    {
        var content = new GeneratedContent(1, Small) { Interruption = (50_000, () => throw new IOException("The disk is gone.")) };

        await Fails.SayingAsync<StorageException>("The disk is gone.", () => Store.CreateAsync("a/1", content, default));
    }

    [Fact]
    public async Task CancelledUploadIsAborted()
    {
        using var cancellation = new CancellationTokenSource();
        Server.Faults.Add(
            new FakeS3Fault("UploadPart")
            {
                Skip = 1,
                Times = 1,
                Before = cancellation.Cancel,
                Hangs = true,
            }
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.CreateAsync("a/1", new GeneratedContent(1, Large), cancellation.Token)
        );

        Assert.Equal(0, opened.Bucket.UploadsInProgress);
        Assert.Null(await Store.FindAsync("a/1", default));
    }

    [Fact]
    public async Task UploadThatCantBeAbortedFailsForItsOwnReason()
    {
        Server.Faults.Add(new FakeS3Fault("UploadPart") { Error = new FakeS3Exception(403, "AccessDenied", "Access Denied") });
        Server.Faults.Add(new FakeS3Fault("AbortMultipartUpload") { Error = new FakeS3Exception(403, "AccessDenied", "Not that either") });

        await Fails.SayingAsync<StorageAccessException>(
            "s3:PutObject",
            () => Store.CreateAsync("a/1", new GeneratedContent(1, Large), default)
        );
    }

    [Fact]
    public async Task ContentThatIsAnotherWhenReadAgainIsNotStored()
    {
        await Assert.ThrowsAsync<StorageException>(() => Store.CreateAsync("a/1", new Fickle(), default));

        Assert.Equal(0, opened.Bucket.UploadsInProgress);
        Assert.Null(await Store.FindAsync("a/1", default));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(8, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 5)]
    [InlineData(256, 34)]
    public async Task RequestsStayBelowFourAndOneForEveryEightMebibytes(int mebibytes, int expected)
    {
        int before = Server.Requests.Count;

        await Store.CreateAsync("a/1", new GeneratedContent(1, mebibytes * 1024L * 1024), default);

        int requests = Server.Requests.Count - before;
        Assert.Equal(expected, requests);
        Assert.InRange(requests, 1, 4 + (mebibytes / 8.0));
    }

    [Theory]
    [InlineData(1L << 34, 8)]
    [InlineData(80_000L << 20, 8)]
    [InlineData((80_000L << 20) + 1, 9)]
    [InlineData(1L << 40, 105)]
    public void PartsGrowOnlyWhereThereWouldBeTooMany(long length, int mebibytes) =>
        Assert.Equal(mebibytes << 20, S3Upload.PartBytesOf(length));

    [Fact]
    public async Task EveryBodyCarriesItsMd5AndEveryCreationTheCondition()
    {
        await Store.CreateAsync("a/1", new GeneratedContent(1, Small), default);
        await Store.CreateAsync("a/2", new GeneratedContent(1, Large), default);

        Assert.All(
            Server.Requests.Where(request => request.Operation is "PutObject" or "UploadPart"),
            request => Assert.NotNull(request.Header("Content-MD5"))
        );
        Assert.All(
            Server.Requests.Where(request => request.Operation is "PutObject" or "CompleteMultipartUpload"),
            request => Assert.Equal("*", request.Header("If-None-Match"))
        );
    }

    private async Task AssertHasAsync(string name, GeneratedContent content)
    {
        await using Stream stream = await Store.OpenReadAsync(name, 0, null, default);
        Assert.Null(await content.FindDifferenceAsync(stream));
    }

    private sealed class Fickle : ObjectContent
    {
        private int opened;

        public override long Length => Large;

        public override Stream Open() => new GeneratedContent(opened++, Large).Open();
    }
}
