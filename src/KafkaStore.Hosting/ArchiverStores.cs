using KafkaStore.Mirroring;
using KafkaStore.Storage;

namespace KafkaStore.Hosting;

/// <summary>The stores that one archiver works with.</summary>
/// <param name="Archive">Decides, and moves the checkpoint.</param>
/// <param name="Staging">Holds what was accepted until the archive has it.</param>
public sealed record ArchiverStores(IObjectStore Archive, IStagingStore Staging, IReadOnlyList<Mirror> Mirrors)
{
    /// <summary>
    /// Opens and checks all of them. A mirror that can't be reached now is opened when it can; one that refuses is an error.
    /// </summary>
    /// <param name="locations">Where they are.</param>
    /// <param name="settings">For all of them.</param>
    /// <param name="spoolFolder">For copies on their way to a mirror; null for the system's temporary folder.</param>
    /// <exception cref="StoreLocationException">A URL can't be used, or staging lies where the archive is.</exception>
    /// <exception cref="StorageException">A store can't be opened.</exception>
    public static async Task<ArchiverStores> OpenAsync(
        StoreLocations locations,
        StoreSettings settings,
        string? spoolFolder,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(locations);
        locations.ThrowIfOverlapping();
        IObjectStore archive = await Stores.OpenArchiveAsync(locations.Archive, settings, cancellationToken);
        IStagingStore staging = await Stores.OpenStagingAsync(locations.Staging, settings, cancellationToken);
        var mirrors = new List<Mirror>();
        foreach (StoreLocation location in locations.Mirrors)
        {
            var store = new LateStore(location.DisplayName, async token => await Stores.OpenArchiveAsync(location, settings, token));
            await TryOpenAsync(store, cancellationToken);
            mirrors.Add(new Mirror(archive, store, spoolFolder));
        }

        return new ArchiverStores(archive, staging, mirrors);
    }

    private static async Task TryOpenAsync(LateStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.OpenAsync(cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // The first copying says so, and every one after it until the mirror is there.
        }
    }
}
