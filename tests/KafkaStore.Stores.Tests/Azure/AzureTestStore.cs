namespace KafkaStore.Stores.Tests.Azure;

/// <summary>A store on an empty container of Azurite, reached through a proxy that a test can break.</summary>
internal sealed class AzureTestStore : IAsyncDisposable
{
    /// <summary>Quick retries, and limits at which an object of a megabyte goes in blocks.</summary>
    public static readonly AzureTuning SmallAndQuick = new()
    {
        SinglePutBytes = 256 * 1024,
        BlockBytes = 128 * 1024,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private AzureTestStore(AzureStore store, BlobContainerClient container, FaultyProxy proxy)
    {
        Store = store;
        Container = container;
        Proxy = proxy;
    }

    public AzureStore Store { get; }

    /// <summary>The container itself, not through the proxy.</summary>
    public BlobContainerClient Container { get; }

    public FaultyProxy Proxy { get; }

    public static async Task<AzureTestStore> OpenAsync(AzureTuning? tuning = null, AzureAccessTier? tier = null, string prefix = "archive")
    {
        Azurite azurite = await Azurite.SharedAsync();
        BlobContainerClient container = await azurite.CreateContainerAsync();
        var proxy = new FaultyProxy(azurite.Port);
        var options = new AzureStoreOptions
        {
            Url = AzureStoreUrl.Parse($"{azurite.UrlOf(container.Name, proxy.Port)}/{prefix}"),
            ConnectionString = Azurite.ConnectionString,
            AccessTier = tier,
            Tuning = tuning ?? SmallAndQuick,
        };
        AzureStore store = await AzureStore.OpenAsync(options, default);
        proxy.Clear();
        return new AzureTestStore(store, container, proxy);
    }

    public ValueTask DisposeAsync() => Proxy.DisposeAsync();
}
