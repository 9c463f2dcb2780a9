using System.Collections.Concurrent;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Mirroring;

/// <summary>
/// Keeps another store a copy of the archive: objects in the order of their offsets, so that what the mirror has of a
/// partition is always an archive without a gap. Safe beside other processes that do the same.
/// </summary>
/// <param name="archive">The store that decides.</param>
/// <param name="spoolFolder">For objects in between; null for the system's temporary folder.</param>
public sealed class Mirror(IObjectReader archive, IObjectStore store, string? spoolFolder)
{
    private readonly ArchiveObjects originals = new(archive);
    private readonly ArchiveObjects copies = new(store);
    private readonly ObjectCopier copier = new(archive, store, spoolFolder);

    // Found in the mirror once a process, then known.
    private readonly ConcurrentDictionary<TopicPartition, long> reached = [];

    public string DisplayName => store.DisplayName;

    public IObjectReader Store => store;

    /// <summary>Up to where it has the partition, exclusive, as far as this process knows; null where it has not looked yet.</summary>
    public long? ReachedOf(TopicPartition partition) => reached.TryGetValue(partition, out long next) ? next : null;

    /// <summary>By how many offsets that is before the archive's end; null where nobody knows.</summary>
    /// <param name="archivedNext">Up to where the partition is archived, exclusive; null where nobody knows.</param>
    public long? KnownLagOf(TopicPartition partition, long? archivedNext) =>
        archivedNext - ReachedOf(partition) is { } lag ? Math.Max(0, lag) : null;

    /// <summary>Copies a topic's markers and those of the whole archive, as far as the mirror lacks them.</summary>
    /// <exception cref="StorageException">A store can't now.</exception>
    public async Task CopyMarkersAsync(string topic, CancellationToken cancellationToken)
    {
        foreach (string prefix in MarkerName.PrefixesOf(topic))
        {
            var there = new HashSet<string>(StringComparer.Ordinal);
            await foreach (ObjectEntry entry in store.ListAsync(prefix, null, cancellationToken))
                there.Add(entry.Name);
            await foreach (ObjectEntry entry in archive.ListAsync(prefix, null, cancellationToken))
            {
                if (StoredName.Of(entry.Name).IsMarker && !there.Contains(entry.Name))
                    await copier.CopyAsync(entry.Name, null, cancellationToken);
            }
        }
    }

    /// <summary>Copies the partition's next object, if the archive has one that the mirror lacks.</summary>
    /// <returns>Its next offset, or null when there is none.</returns>
    /// <exception cref="StorageException">A store can't now, or the mirror has another object (<see cref="MirrorConflictException"/>).</exception>
    /// <exception cref="DamagedContainerException">An object can't be read.</exception>
    public async Task<long?> CopyNextAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        ArchiveName? name = reached.TryGetValue(partition, out long next)
            ? new ArchiveName(partition, next)
            : await FindNextAsync(partition, cancellationToken);
        if (name is not { } wanted || await originals.FindAsync(wanted, cancellationToken) is not { } original)
            return null;
        await copier.CopyAsync(wanted.ToString(), original.Facts?.ToObjectMetadata(), cancellationToken);
        reached[partition] = original.NextOffset;
        return original.NextOffset;
    }

    /// <summary>By how many offsets the mirror ends before the archive.</summary>
    public async Task<long> FindLagAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        if (await new ArchiveLocator(archive).FindLastAsync(partition, cancellationToken) is not { Name: var last })
            return 0;
        long end = (await originals.FindAsync(last, cancellationToken))?.NextOffset ?? last.BaseOffset;
        long from = reached.TryGetValue(partition, out long next)
            ? next
            : (await FindNextAsync(partition, cancellationToken))?.BaseOffset ?? end;
        return Math.Max(0, end - from);
    }

    // The mirror's last object, which must be the archive's too, names the next one; an empty mirror begins at the archive's first.
    private async Task<ArchiveName?> FindNextAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        if (await new ArchiveLocator(store).FindLastAsync(partition, cancellationToken) is not { Name: var last })
            return (await new ArchiveLocator(archive).FindFirstAsync(partition, cancellationToken))?.Name;
        ArchiveObject? original = await originals.FindAsync(last, cancellationToken);
        ArchiveObject? copy = await copies.FindAsync(last, cancellationToken);
        if (original is null || copy is null || original.Length != copy.Length || original.Facts?.ChainHash != copy.Facts?.ChainHash)
            throw new MirrorConflictException(last.ToString(), archive.DisplayName, store.DisplayName);
        reached[partition] = original.NextOffset;
        return original.NextName;
    }
}
