using KafkaStore.Hosting.Telemetry;
using KafkaStore.Storage;

namespace KafkaStore.Hosting;

/// <summary>Opens stores of any kind.</summary>
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

    /// <summary>To read from; opened when it is first asked for something, so that one that is away keeps nobody from the others.</summary>
    public static IObjectReader ReadLater(StoreLocation location, StoreSettings settings)
    {
        ArgumentNullException.ThrowIfNull(location);
        return new LateStore(location.DisplayName, async token => await OpenAsync(location, settings, StoreUse.Reading, token));
    }

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

    /// <summary>Chunks are looked at; nothing is written, not even to see whether that could be done.</summary>
    /// <inheritdoc cref="OpenForReadingAsync"/>
    public static Task<IStagingStore> OpenStagedForReadingAsync(
        StoreLocation location,
        StoreSettings settings,
        CancellationToken cancellationToken
    ) => OpenAsync(location, settings, StoreUse.Reading, cancellationToken);

    private static async Task<IStagingStore> OpenAsync(
        StoreLocation location,
        StoreSettings settings,
        StoreUse use,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(settings);
        IStagingStore store = await StoreAdapter.Of(location.Kind).Open(location, settings, use, cancellationToken);
        return MeasuredStore.Of(store, location.Kind, use);
    }

    /// <summary>What to write where a store of a kind is wanted, as in <c>gs://BUCKET/PREFIX</c>.</summary>
    public static string ExampleOf(StoreKind kind) => StoreAdapter.Of(kind).Example;
}
