using KafkaStore.Storage;

namespace KafkaStore.Hosting;

/// <summary>Opens stores of any kind.</summary>
public static class Stores
{
    /// <exception cref="StoreLocationException">The URL can't be used.</exception>
    /// <exception cref="StorageException">The store can't be opened; the message says what to do.</exception>
    public static Task<IStagingStore> OpenAsync(
        StoreLocation location,
        StoreSettings settings,
        StoreUse use,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(settings);
        return StoreAdapter.Of(location.Kind).Open(location, settings, use, cancellationToken);
    }

    /// <summary>What to write where a store of a kind is wanted, as in <c>gs://BUCKET/PREFIX</c>.</summary>
    public static string ExampleOf(StoreKind kind) => StoreAdapter.Of(kind).Example;
}
