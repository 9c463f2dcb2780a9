namespace KafkaStore.Stores.Tests.Gcs;

[Collection(SerialGcsTests.Name)]
public sealed class GcsLargeObjectTests : LargeObjectContract, IAsyncLifetime
{
    private const long MebiBytes = 1024 * 1024;

    private FakeGcs server = null!;
    private GcsStore store = null!;

    protected override IStagingStore Store => store;

    // 8 MiB are kept until the server has it, and the SDK leaves a task for each few kilobytes that it hashes, 5 MiB in
    // all; the server's own garbage is in the sum too.
    protected override long AllocationLimitBytes => 28 * MebiBytes;

    public async Task InitializeAsync()
    {
        server = await FakeGcs.StartAsync("bucket");
        store = await FakeGcsFixture.OpenAsync(server, "bucket");
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(8 * MebiBytes, 2)]
    [InlineData((8 * MebiBytes) + 1, 3)]
    [InlineData(256 * MebiBytes, 33)]
    public async Task ObjectTakesOneRequestAndOneForEach8Mebibytes(long length, int requests)
    {
        int before = server.Requests.Count;

        await store.CreateAsync("object", new GeneratedContent(1, length), default);

        Assert.Equal(requests, server.Requests.Count - before);
        Assert.InRange(requests, 1, 4 + (length / (8 * MebiBytes)));
    }
}

/// <summary>Tests that measure the process they are in, or change its environment.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SerialGcsTests
{
    public const string Name = "serial, Google Cloud Storage";
}
