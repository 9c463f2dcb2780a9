namespace KafkaStore.Stores.Tests.Gcs;

/// <summary>A server for the tests of a class. Faults and counts are the server's, so that tests with either have one of their own.</summary>
public sealed class FakeGcsFixture : IAsyncLifetime
{
    private int buckets;

    public FakeGcs Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await FakeGcs.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>The name of a new, empty bucket.</summary>
    public string AddBucket()
    {
        string name = $"bucket-{Interlocked.Increment(ref buckets)}";
        Server.AddBucket(name);
        return name;
    }

    public Task<GcsStore> OpenAsync(string path) => OpenAsync(Server, path);

    public static Task<GcsStore> OpenAsync(FakeGcs server, string path) => GcsStore.OpenAsync(Options(server, path), default);

    /// <summary>Options whose tries follow each other at once.</summary>
    internal static GcsStoreOptions Options(FakeGcs server, string path) =>
        new()
        {
            Url = GcsStoreUrl.Parse($"gs://{path}"),
            Endpoint = server.Endpoint,
            Patience = new Patience(4, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(4)),
        };
}
