namespace KafkaStore.Stores.Tests.S3;

/// <summary>Opening a store: the probe, the region, and everything that can be wrong with bucket, credentials and network.</summary>
public sealed class S3OpeningTests : IAsyncLifetime
{
    private const string ProbeKey = "archive/" + MarkerName.CreateOnlyProbe;

    private FakeS3Server server = null!;
    private FakeS3Bucket bucket = null!;

    private S3StoreOptions Options => S3TestStore.OptionsFor(server);

    public async Task InitializeAsync()
    {
        server = await FakeS3Server.StartAsync();
        bucket = server.Buckets.Create(S3TestStore.BucketName);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task ProbeIsCreatedOnceAndSeenByNoListing()
    {
        for (int time = 0; time < 3; time++)
        {
            using S3Store store = await S3Store.OpenAsync(Options, default);
            Assert.Empty(await store.ListAsync("", null, default).ToListAsync());
        }

        Assert.Equal([ProbeKey], bucket.Keys);
        Assert.Equal(0, bucket.UploadsInProgress);
        Assert.DoesNotContain(server.Requests, request => request.Operation == "DeleteObject");
    }

    [Theory]
    [InlineData("PutObject")]
    [InlineData("CompleteMultipartUpload")]
    public async Task ServerThatIgnoresTheConditionIsRefusedEveryTime(string operation)
    {
        server.Faults.IgnoresConditionOnPut = operation == "PutObject";
        server.Faults.IgnoresConditionOnComplete = operation == "CompleteMultipartUpload";

        await RefusedAsync($"ignores If-None-Match on {operation}");
        await RefusedAsync($"ignores If-None-Match on {operation}");
    }

    [Fact]
    public async Task ServerThatRefusesWhatIsNotThereIsRefusedEveryTime()
    {
        server.Faults.InvertsCondition = true;

        await RefusedAsync($"refuses to create {MarkerName.CreateOnlyProbe} with If-None-Match, as if it were there");
        await RefusedAsync($"refuses to create {MarkerName.CreateOnlyProbe} with If-None-Match, as if it were there");
    }

    [Fact]
    public async Task ServerThatRefusesWhatIsNotThereIsFoundOutLaterToo()
    {
        using S3Store store = await S3Store.OpenAsync(Options, default);
        server.Faults.InvertsCondition = true;

        foreach (int bytes in (int[])[10, 17 * 1024 * 1024])
        {
            StorageAccessException refused = await Assert.ThrowsAsync<StorageAccessException>(() =>
                store.CreateAsync("orders/000000/1", new GeneratedContent(1, bytes), default)
            );
            Assert.Contains("refuses to create orders/000000/1 with If-None-Match, as if it were there", refused.Message);
        }

        Assert.Equal(0, bucket.UploadsInProgress);
    }

    [Fact]
    public async Task StoreOpenedForReadingCreatesNothing()
    {
        using S3Store store = await S3Store.OpenForReadingAsync(Options, default);

        Assert.Empty(bucket.Keys);
        Assert.Equal("ListObjectsV2", Assert.Single(server.Requests).Operation);
    }

    [Fact]
    public async Task RoleThatCantWriteCanReadAndIsToldWhatItLacksForWriting()
    {
        server.Faults.Add(new FakeS3Fault("PutObject") { Error = new FakeS3Exception(403, "AccessDenied", "Access Denied") });

        using S3Store store = await S3Store.OpenForReadingAsync(Options, default);
        await RefusedAsync("s3:PutObject");
    }

    [Fact]
    public async Task RegionIsFoundWhereNoneIsGiven()
    {
        server.Buckets.Create("elsewhere", "eu-central-1");

        using S3Store store = await S3Store.OpenAsync(S3TestStore.OptionsFor(server, "s3://elsewhere/archive"), default);

        Assert.Equal(CreateOutcome.Created, await store.CreateAsync("a", ObjectContent.FromBytes("a"u8.ToArray()), default));
    }

    [Fact]
    public async Task RightRegionIsSaidWhereAWrongOneIsGiven()
    {
        server.Buckets.Create("elsewhere", "eu-central-1");

        await RefusedAsync(
            "the bucket is in region eu-central-1, not in us-west-2",
            S3TestStore.OptionsFor(server, "s3://elsewhere/archive") with
            {
                Region = "us-west-2",
            }
        );
    }

    [Fact]
    public async Task MissingBucketIsSaid()
    {
        await RefusedAsync("there is no bucket nowhere", S3TestStore.OptionsFor(server, "s3://nowhere/archive"));
    }

    [Theory]
    [InlineData("AKIAUNKNOWN", FakeS3Server.SecretKey, "does not know the access key")]
    [InlineData(FakeS3Server.AccessKey, "wrong", "secret key does not belong")]
    public async Task WrongCredentialsAreSaid(string accessKey, string secretKey, string reason)
    {
        StorageAccessException exception = await Fails.SayingAsync<StorageAccessException>(
            reason,
            () => S3Store.OpenAsync(Options with { Credentials = new BasicAWSCredentials(accessKey, secretKey) }, default)
        );
        Assert.DoesNotContain(secretKey, exception.ToString());
    }

    [Fact]
    public async Task MissingCredentialsAreSaid()
    {
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", "/nonexistent/config");

        await RefusedAsync("AWS_ACCESS_KEY_ID", Options with { Credentials = null });
    }

    [Fact]
    public async Task ClockThatIsOffIsSaid()
    {
        // The SDK corrects its own idea of the time once; a server that still disagrees can't be pleased.
        server.Faults.Add(
            new FakeS3Fault(null)
            {
                Error = new FakeS3Exception(
                    403,
                    "RequestTimeTooSkewed",
                    "The difference between the request time and the current time is too large."
                ),
            }
        );

        await RefusedAsync("clock");
    }

    [Fact]
    public async Task ServerThatListensNoMoreIsSaidToBeUnreachable()
    {
        S3StoreOptions options = Options;
        await server.DisposeAsync();

        await Fails.SayingAsync<StorageUnavailableException>(
            $"{options.Endpoint!.Authority} can't be reached",
            () => S3Store.OpenAsync(options, default)
        );
    }

    [Fact]
    public async Task ServerThatNeverAnswersIsGivenUp()
    {
        server.Faults.Add(new FakeS3Fault(null) { Hangs = true });
        var watch = Stopwatch.StartNew();

        await Fails.SayingAsync<StorageUnavailableException>(
            "did not answer",
            () => S3Store.OpenAsync(Options with { OpenTimeout = TimeSpan.FromMilliseconds(300) }, default)
        );
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void UnreachableHostIsSaidWithinThirtySeconds() =>
        Assert.Equal(TimeSpan.FromSeconds(30), new S3StoreOptions { Url = S3StoreUrl.Parse("s3://bucket") }.OpenTimeout);

    [Fact]
    public async Task CancelledOpeningIsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        server.Faults.Add(new FakeS3Fault(null) { Before = cancellation.Cancel, Hangs = true });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => S3Store.OpenAsync(Options, cancellation.Token));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1", "http or https")]
    [InlineData("http://key:secret@127.0.0.1:9000", "scheme, host and port only")]
    [InlineData("http://127.0.0.1:9000/?x=y", "scheme, host and port only")]
    public async Task EndpointThatIsNoneIsRefused(string endpoint, string reason)
    {
        FormatException exception = await Fails.SayingAsync<FormatException>(
            reason,
            () => S3Store.OpenAsync(Options with { Endpoint = new Uri(endpoint) }, default)
        );
        Assert.DoesNotContain("secret@", exception.Message);
    }

    [Fact]
    public async Task RegionThatIsNoneIsRefused() =>
        await Assert.ThrowsAsync<FormatException>(() => S3Store.OpenAsync(Options with { Region = "eu central" }, default));

    [Fact]
    public async Task KmsKeyWithoutHttpsIsRefused()
    {
        await Fails.SayingAsync<FormatException>(
            "https",
            () => S3Store.OpenAsync(Options with { Encryption = S3StoreEncryption.Kms("alias/archive") }, default)
        );
    }

    private Task RefusedAsync(string part, S3StoreOptions? options = null) =>
        Fails.SayingAsync<StorageAccessException>(part, () => S3Store.OpenAsync(options ?? Options, default));
}
