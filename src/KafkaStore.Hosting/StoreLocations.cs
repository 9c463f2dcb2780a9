using KafkaStore.Naming;

namespace KafkaStore.Hosting;

/// <summary>Where the stores of one archiver are.</summary>
/// <param name="Archive">The one that decides.</param>
public sealed record StoreLocations(StoreLocation Archive, StoreLocation Staging, IReadOnlyList<StoreLocation> Mirrors)
{
    /// <exception cref="StoreLocationException">One is empty, or of a scheme that no adapter has.</exception>
    public static StoreLocations Parse(string archive, string staging, IEnumerable<string> mirrors) =>
        new(StoreLocation.Parse(archive), StoreLocation.Parse(staging), [.. mirrors.Select(StoreLocation.Parse)]);

    /// <exception cref="StoreLocationException">Staging would be taken for a topic, a store is given twice, or a URL can't be used.</exception>
    public void ThrowIfOverlapping()
    {
        StoreLocation[] archives = [Archive, .. Mirrors];
        foreach (StoreLocation archive in archives)
        {
            if (SharesPlace(archive, Staging))
            {
                throw new StoreLocationException(
                    archive.Kind == StoreKind.Local
                        ? $"the staging location {Staging} lies inside the archive {archive}, where it would be taken for a topic. Choose a folder outside of it."
                        : $"the staging location {Staging} is in the same container or bucket as {archive}. Give staging a container or bucket of its own: it needs other permissions and no age rules."
                );
            }
        }

        if (
            archives
                .GroupBy(archive => archive.DisplayName.TrimEnd('/'), StringComparer.Ordinal)
                .FirstOrDefault(group => group.Count() > 1) is
            { } twice
        )
        {
            throw new StoreLocationException($"{twice.Key} is given twice. A mirror is another store than the archive.");
        }
    }

    private static bool SharesPlace(StoreLocation archive, StoreLocation staging)
    {
        if (archive.Kind != staging.Kind)
            return false;
        if (archive.Kind != StoreKind.Local)
            return StoreAdapter.Of(archive.Kind).Bucket(archive) == StoreAdapter.Of(staging.Kind).Bucket(staging);
        string own = Path.Combine(archive.Address, MarkerName.Folder);
        return FolderPath.IsInside(staging.Address, archive.Address) && !FolderPath.IsInside(staging.Address, own);
    }
}
