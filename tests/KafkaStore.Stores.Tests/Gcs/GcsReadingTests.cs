namespace KafkaStore.Stores.Tests.Gcs;

public sealed class GcsReadingTests : IAsyncLifetime
{
    private readonly GeneratedContent content = new(1, 3_000_000);
    private FakeGcs server = null!;
    private GcsStore store = null!;

    public async Task InitializeAsync()
    {
        server = await FakeGcs.StartAsync("bucket");
        store = await FakeGcsFixture.OpenAsync(server, "bucket");
        await store.CreateAsync("a", content, default);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task RangeIsOneRequest()
    {
        await using Stream stream = await store.OpenReadAsync("a", 1_000, 2_000, default);
        await stream.CopyToAsync(Stream.Null);

        Assert.Single(server.Requests, request => request.Operation == FakeGcsOperation.Download);
    }

    [Fact]
    public async Task ReadingGoesOnWhereTheConnectionWasCut()
    {
        server.Faults.Add(new(FakeGcsOperation.Download) { Times = 2, CutResponseAfterBytes = 1_000_000 });

        await using Stream stream = await store.OpenReadAsync("a", 0, null, default);

        Assert.Null(await content.FindDifferenceAsync(stream));
        Assert.Equal(3, server.Requests.Count(request => request.Operation == FakeGcsOperation.Download));
    }

    [Fact]
    public async Task ReadingThatIsCutForGoodEndsWithAnError()
    {
        server.Faults.Add(new(FakeGcsOperation.Download) { CutResponseAfterBytes = 1_000_000 });
        await using Stream stream = await store.OpenReadAsync("a", 0, null, default);
        server.Faults.Add(new(FakeGcsOperation.Download) { Times = 100, CutResponseAfterBytes = 0 });

        await Assert.ThrowsAsync<StorageUnavailableException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task RestIsNeverReadFromAnotherObjectOfTheName()
    {
        server.Faults.Add(new(FakeGcsOperation.Download) { CutResponseAfterBytes = 1_000_000 });
        await using Stream stream = await store.OpenReadAsync("a", 0, null, default);
        await store.DeleteAsync("a", default);
        await store.CreateAsync("a", new GeneratedContent(2, 3_000_000), default);

        await Assert.ThrowsAsync<ObjectMissingException>(() => stream.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task BlockingReadsReadTheSame()
    {
        await using Stream stream = await store.OpenReadAsync("a", 0, null, default);
        using var copy = new MemoryStream();

#pragma warning disable CA1849 // Some readers block.
        stream.CopyTo(copy);
#pragma warning restore CA1849

        copy.Position = 0;
        Assert.Null(await content.FindDifferenceAsync(copy));
    }

    [Fact]
    public async Task ObjectForWhichGoogleHasNoMd5HasNone()
    {
        server.ForgetMd5("bucket", "a");

        ObjectProperties properties = (await store.FindAsync("a", default))!;

        Assert.Equal(3_000_000, properties.Length);
        Assert.Null(properties.Md5);
    }

    [Fact]
    public async Task EmptyObjectsThatConsolesMakeForFoldersAreNotListed()
    {
        using var client = new HttpClient();
        using var nothing = new ByteArrayContent([]);
        using HttpResponseMessage response = await client.PostAsync(
            $"{server.Address}/upload/storage/v1/b/bucket/o?uploadType=media&name=orders%2F",
            nothing
        );
        response.EnsureSuccessStatusCode();

        Assert.Equal(["a"], await store.ListAsync("", null, default).Select(entry => entry.Name).ToListAsync());
    }

    [Fact]
    public async Task ListingAsksForAThousandObjectsAtOnce()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1_500),
            async (number, _) => await store.CreateAsync($"many/{number:D4}", ObjectContent.FromBytes(default), default)
        );
        int before = server.Requests.Count;

        Assert.Equal(1_500, await store.ListAsync("many/", null, default).CountAsync());

        Assert.Equal(2, server.Requests.Count - before);
    }
}
