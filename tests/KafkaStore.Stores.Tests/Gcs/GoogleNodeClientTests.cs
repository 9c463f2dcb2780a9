namespace KafkaStore.Stores.Tests.Gcs;

/// <summary>Google's own client holds the server of these tests to what it expects, and reads and writes the store's objects.</summary>
public sealed class GoogleNodeClientTests(FakeGcsFixture fixture, GoogleNodeClientTests.Checks checks)
    : IClassFixture<FakeGcsFixture>,
        IClassFixture<GoogleNodeClientTests.Checks>
{
    [Theory]
    [InlineData("simpleUploadIsReadBack")]
    [InlineData("emptyObjectIsReadBack")]
    [InlineData("creationOnlyIfAbsent")]
    [InlineData("overwritingMakesANewGeneration")]
    [InlineData("resumableUploadInOneRequest")]
    [InlineData("resumableUploadInChunks")]
    [InlineData("uploadIsTakenUpAgainBySomebodyElse")]
    [InlineData("wrongMd5IsRefused")]
    [InlineData("rangesAreThoseAskedFor")]
    [InlineData("listingIsPagedAndInOrder")]
    [InlineData("deletedObjectIsGone")]
    [InlineData("missingThingsAreSaidToBeMissing")]
    [InlineData("keyAndStorageClassAreKept")]
    public void ServerDoesWhatGooglesClientExpects(string check)
    {
        string result = (string?)checks.Results[check] ?? "The script has no such check.";
        Assert.True(result == "ok", result);
    }

    [Fact]
    public void EveryCheckOfTheScriptIsATestHere() => Assert.Equal(13, checks.Results.Count);

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(9_000_000)]
    public async Task GooglesClientReadsWhatTheStoreWrote(int length)
    {
        string bucket = fixture.AddBucket();
        GcsStore store = await fixture.OpenAsync($"{bucket}/kafka");
        var content = new GeneratedContent(1, length);
        await store.CreateAsync("orders/000000/00000000000000000000", content, default);

        JsonObject read = await GoogleNodeClient.RunAsync(fixture.Server, bucket, "read", "kafka/orders/000000/00000000000000000000");

        Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(content.Open())), (string?)read["sha256"]);
        Assert.Equal((await content.GetMd5Async(default)).Base64, (string?)read["md5"]);
        Assert.Equal("""["kafka/orders/000000/00000000000000000000"]""", read["names"]!.ToJsonString());
    }

    [Fact]
    public async Task StoreReadsWhatGooglesClientWrote()
    {
        string bucket = fixture.AddBucket();
        JsonObject written = await GoogleNodeClient.RunAsync(fixture.Server, bucket, "write", "kafka/orders/1", "3000000");
        GcsStore store = await fixture.OpenAsync($"{bucket}/kafka");

        await using Stream stream = await store.OpenReadAsync("orders/1", 0, null, default);

        Assert.Equal((string?)written["sha256"], Convert.ToHexStringLower(await SHA256.HashDataAsync(stream)));
        Assert.Equal([new ObjectEntry("orders/1", 3_000_000)], await store.ListAsync("", null, default).ToListAsync());
        Assert.Equal(new Dictionary<string, string> { ["kafka_records"] = "3" }, (await store.FindAsync("orders/1", default))!.Metadata);
        Assert.Equal(CreateOutcome.AlreadyExists, await store.CreateAsync("orders/1", new GeneratedContent(1, 10), default));
    }

    /// <summary>One process does all checks.</summary>
    public sealed class Checks : IAsyncLifetime
    {
        public JsonObject Results { get; private set; } = [];

        public async Task InitializeAsync()
        {
            await using FakeGcs server = await FakeGcs.StartAsync("checks");
            Results = await GoogleNodeClient.RunAsync(server, "checks", "check");
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
