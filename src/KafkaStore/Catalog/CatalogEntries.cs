using KafkaStore.Containers;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Catalog;

/// <summary>Describes archive objects from the store alone.</summary>
internal sealed class CatalogEntries(IObjectReader store)
{
    private readonly ArchiveObjects objects = new(store);

    /// <summary>Null when there is no such object. Reads its header, and all of it only for what neither header nor store says.</summary>
    /// <exception cref="DamagedContainerException">The object is there and can't be described.</exception>
    public async Task<CatalogEntry?> FindAsync(ArchiveName name, CancellationToken cancellationToken) =>
        await objects.FindAsync(name, cancellationToken) is { } archived ? await OfAsync(archived, cancellationToken) : null;

    public async Task<CatalogEntry> OfAsync(ArchiveObject archived, CancellationToken cancellationToken)
    {
        archived.EnsureReadable(); // only its header names the codec
        Md5Hash md5 = archived.Md5 ?? await Md5Async(archived.Name, cancellationToken);
        string codec = archived.Header.Text(HeaderKeys.Codec) ?? ContainerCodec.Null.Name;
        if (archived.Facts is { } facts)
            return CatalogEntry.Of(facts, codec, archived.Length, md5, store.DisplayName);
        return await WithRecordsAsync(
            archived,
            new CatalogEntry(archived.Name, archived.NextOffset, archived.Length, md5) { Codec = codec, Store = store.DisplayName },
            cancellationToken
        );
    }

    // The original tool's objects say nothing of their records; the records do.
    private async Task<CatalogEntry> WithRecordsAsync(ArchiveObject archived, CatalogEntry entry, CancellationToken cancellationToken)
    {
        long records = 0;
        long smallest = long.MaxValue;
        long largest = long.MinValue;
        await using (ContainerReader reader = await objects.ReadAsync(archived, archived.Name.BaseOffset, cancellationToken))
        {
            while (await reader.ReadBlockAsync(cancellationToken) is { } block)
            {
                foreach (Record record in block.Records(reader.Layout, archived.Name.BaseOffset + records))
                    (smallest, largest) = (Math.Min(smallest, record.Timestamp), Math.Max(largest, record.Timestamp));
                records += block.Count;
            }
        }

        return entry with
        {
            Records = records,
            SmallestTimestamp = smallest,
            LargestTimestamp = largest,
        };
    }

    private async Task<Md5Hash> Md5Async(ArchiveName name, CancellationToken cancellationToken)
    {
        await using Stream stream = await store.OpenReadAsync(name.ToString(), 0, null, cancellationToken);
        return (await Md5Hash.OfAsync(stream, cancellationToken)).Hash;
    }
}
