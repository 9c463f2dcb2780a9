namespace KafkaStore.Stores.Tests.Gcs;

public sealed class GcsCreationTests : IAsyncLifetime
{
    private const int RequestBytes = 8 * 1024 * 1024;

    private readonly GeneratedContent threeRequests = new(1, (2 * RequestBytes) + 300_000);
    private FakeGcs server = null!;
    private GcsStore store = null!;

    public async Task InitializeAsync()
    {
        server = await FakeGcs.StartAsync("bucket");
        store = await FakeGcsFixture.OpenAsync(server, "bucket");
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task EveryUploadAsksForAFreeNameAndTellsTheMd5()
    {
        await store.CreateAsync("a", threeRequests, default);

        Assert.All(Requests(FakeGcsOperation.StartUpload), request => Assert.Equal("0", request.Parameter("ifGenerationMatch")));
        Assert.Equal((await threeRequests.GetMd5Async(default)).Base64, (string?)Resource("a")["md5Hash"]);
    }

    [Fact]
    public async Task RecordsAreToldAsTheOriginalToolDoesToo()
    {
        var content = new Described(new() { ["kafka_records"] = "42", ["kafka_base_offset"] = "7" });

        await store.CreateAsync("a", content, default);

        Assert.Equal(
            new JsonObject
            {
                ["kafka_records"] = "42",
                ["kafka_base_offset"] = "7",
                ["count"] = "42",
            }.ToJsonString(),
            Resource("a")["metadata"]!.ToJsonString()
        );
        Assert.Equal(content.Metadata, (await store.FindAsync("a", default))!.Metadata);
    }

    [Fact]
    public async Task CountOfTheOriginalToolIsShownWhereItStandsAlone()
    {
        await store.CreateAsync("a", new Described(new() { ["count"] = "42" }), default);

        Assert.Equal(new Dictionary<string, string> { ["count"] = "42" }, (await store.FindAsync("a", default))!.Metadata);
    }

    [Fact]
    public async Task KeyAndStorageClassAreThoseOfTheOptions()
    {
        const string Key = "projects/p/locations/europe/keyRings/r/cryptoKeys/k";
        using GcsStore other = await GcsStore.OpenAsync(
            FakeGcsFixture.Options(server, "bucket") with
            {
                KmsKeyName = Key,
                StorageClass = "NEARLINE",
            },
            default
        );

        await other.CreateAsync("a", threeRequests, default);

        Assert.Equal("NEARLINE", (string?)Resource("a")["storageClass"]);
        Assert.Equal(Key + "/cryptoKeyVersions/1", (string?)Resource("a")["kmsKeyName"]);
    }

    [Fact]
    public async Task ObjectThatAppearsDuringTheUploadIsLeftAsItIs()
    {
        var second = new GeneratedContent(2, 100);
        GeneratedContent first = InterruptedUpload(() => store.CreateAsync("a", second, default).GetAwaiter().GetResult());

        Assert.Equal(CreateOutcome.AlreadyExists, await store.CreateAsync("a", first, default));

        await AssertContentAsync("a", second);
    }

    [Fact]
    public async Task DamagedUploadIsRefusedAndSentAgain()
    {
        server.Faults.Add(new(FakeGcsOperation.Upload) { After = 1, DamagedByte = 1_234_567 });

        await AssertIsCreatedWholeAsync();
        Assert.Equal(2, Requests(FakeGcsOperation.StartUpload).Count() - 1);
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1, 5_000_000)]
    [InlineData(2, 100_000)]
    public async Task UploadGoesOnWhereTheConnectionWasCut(int chunk, int bytes)
    {
        server.Faults.Add(new(FakeGcsOperation.Upload) { After = chunk, CutRequestAfterBytes = bytes });

        await AssertIsCreatedWholeAsync();
        Assert.Equal(1, Requests(FakeGcsOperation.StartUpload).Count() - 1);
    }

    [Fact]
    public async Task UploadWhoseLastAnswerWasLostIsFoundComplete()
    {
        server.Faults.Add(new(FakeGcsOperation.Upload) { After = 2, LosesAnswer = true });

        await AssertIsCreatedWholeAsync();
    }

    [Fact]
    public async Task UploadWhoseLastAnswersAreAllLostExistsAtTheNextTry()
    {
        server.Faults.Add(new(FakeGcsOperation.Upload) { Times = 100, LosesAnswer = true });
        var content = new GeneratedContent(1, 1_000);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.CreateAsync("a", content, default));

        Assert.Equal(CreateOutcome.AlreadyExists, await store.CreateAsync("a", content, default));
        await AssertContentAsync("a", content);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task TransientFaultsOfEveryRequestOfAnUploadAreOvercome(int status)
    {
        server.Faults.Add(
            new(FakeGcsOperation.StartUpload) { Times = 2, Error = new(status, "backendError", "We encountered an internal error.") }
        );
        server.Faults.Add(
            new(FakeGcsOperation.Upload) { After = 1, Error = new(status, "backendError", "We encountered an internal error.") }
        );

        await AssertIsCreatedWholeAsync();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task UploadWhoseSessionIsGoneStartsAnew(int status)
    {
        server.Faults.Add(new(FakeGcsOperation.Upload) { After = 1, Error = new(status, "notFound", "Not Found") });

        await AssertIsCreatedWholeAsync();
    }

    [Fact]
    public async Task ContentThatFailsDuringTheUploadIsNeitherSentAgainNorStored()
    {
        GeneratedContent failing = InterruptedUpload(() => throw new IOException("The source is damaged."));

        IOException exception = await Assert.ThrowsAsync<IOException>(() => store.CreateAsync("a", failing, default));

        Assert.Equal("The source is damaged.", exception.Message);
        Assert.Equal(1, Requests(FakeGcsOperation.StartUpload).Count() - 1);
        Assert.Null(await store.FindAsync("a", default));
    }

    [Fact]
    public async Task CancelledUploadLeavesNoObject()
    {
        using var cancellation = new CancellationTokenSource();
        GeneratedContent content = InterruptedUpload(() => cancellation.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CreateAsync("a", content, cancellation.Token));

        Assert.Null(await store.FindAsync("a", default));
    }

    // The first pass is for the MD5; the upload is under way in the second.
    private GeneratedContent InterruptedUpload(Action act) =>
        new(1, 3 * RequestBytes)
        {
            Interruption = (
                2 * RequestBytes,
                () =>
                {
                    if (Requests(FakeGcsOperation.Upload).Any())
                        act();
                }
            ),
        };

    private JsonObject Resource(string name) => server.Find("bucket", name)!;

    private IEnumerable<FakeGcsRequest> Requests(FakeGcsOperation operation) =>
        server.Requests.Where(request => request.Operation == operation);

    private async Task AssertIsCreatedWholeAsync()
    {
        Assert.Equal(CreateOutcome.Created, await store.CreateAsync("a", threeRequests, default));
        await AssertContentAsync("a", threeRequests);
    }

    private async Task AssertContentAsync(string name, GeneratedContent content)
    {
        await using Stream stream = await store.OpenReadAsync(name, 0, null, default);
        Assert.Null(await content.FindDifferenceAsync(stream));
    }

    private sealed class Described(Dictionary<string, string> metadata) : ObjectContent
    {
        public override long Length => 5;

        public override IReadOnlyDictionary<string, string> Metadata => metadata;

        public override Stream Open() => new MemoryStream("12345"u8.ToArray());
    }
}
