using KafkaStore.Storage;
using KafkaStore.Storage.Local;

namespace KafkaStore.Hosting;

/// <summary>Opens stores: the one place that knows all adapters.</summary>
public static class Stores
{
    /// <summary>Nothing is created in it.</summary>
    /// <exception cref="StoreLocationException">The URL can't be used.</exception>
    /// <exception cref="StorageException">The store can't be opened; the message says what to do.</exception>
    public static async Task<IObjectReader> OpenForReadingAsync(
        StoreLocation location,
        StoreSettings settings,
        CancellationToken cancellationToken
    ) => await OpenAsync(location, settings, StoreUse.Reading, cancellationToken);

    /// <summary>Archive objects are created in it; nothing is deleted.</summary>
    /// <inheritdoc cref="OpenForReadingAsync"/>
    public static async Task<IObjectStore> OpenArchiveAsync(
        StoreLocation location,
        StoreSettings settings,
        CancellationToken cancellationToken
    ) => await OpenAsync(location, settings, StoreUse.Archive, cancellationToken);

    /// <summary>Chunks come and go in it.</summary>
    /// <inheritdoc cref="OpenForReadingAsync"/>
    public static Task<IStagingStore> OpenStagingAsync(
        StoreLocation location,
        StoreSettings settings,
        CancellationToken cancellationToken
    ) => OpenAsync(location, settings, StoreUse.Staging, cancellationToken);

    private static async Task<IStagingStore> OpenAsync(
        StoreLocation location,
        StoreSettings settings,
        StoreUse use,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(settings);
        return location.Kind switch
        {
            StoreKind.Local => await OpenLocalAsync(location, use, cancellationToken),
            StoreKind.Azure => await AzureStores.OpenAsync(location, settings, use, cancellationToken),
            StoreKind.GoogleCloud => await GoogleCloudStores.OpenAsync(location, settings, use, cancellationToken),
            StoreKind.S3 => await S3Stores.OpenAsync(location, settings, use, cancellationToken),
            _ => throw new StoreLocationException($"{location} is of no kind that can be opened."),
        };
    }

    private static async Task<IStagingStore> OpenLocalAsync(StoreLocation location, StoreUse use, CancellationToken cancellationToken)
    {
        if (use == StoreUse.Reading)
            return LocalObjectStore.OpenForReading(location.Address);
        LocalObjectStore store = await LocalObjectStore.OpenAsync(location.Address, createIfMissing: true);
        await store.SweepAbandonedAsync(cancellationToken);
        return store;
    }
}
