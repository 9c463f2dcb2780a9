using System.Runtime.CompilerServices;
using KafkaStore.Naming;
using KafkaStore.Reading.Objects;
using KafkaStore.Records;

namespace KafkaStore.Reading.Ranges;

/// <summary>A partition's archive objects in order, along the chain of names.</summary>
public sealed class ArchiveSegments(ArchiveObjects objects, IArchiveEntries entries)
{
    /// <summary>The objects whose base offsets are above this one, or all; none where the partition has no archive.</summary>
    /// <param name="after">Base offset, exclusive; null begins with the first.</param>
    /// <exception cref="Avro.DamagedContainerException">An object can't be read.</exception>
    /// <exception cref="Storage.StorageException">The store can't be read.</exception>
    public async IAsyncEnumerable<ArchiveObject> ReadAsync(
        TopicPartition partition,
        long? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArchiveEntry? entry = after is { } offset
            ? await entries.FindNearestAsync(partition, offset, cancellationToken)
            : await entries.FindFirstAsync(partition, cancellationToken);
        if (entry is not { } first)
            yield break;
        ArchiveObject? archived = await objects.OpenAsync(first, cancellationToken);
        while (archived is not null)
        {
            if (after is null || archived.Name.BaseOffset > after)
                yield return archived;
            archived = await objects.FindAsync(new ArchiveName(partition, archived.NextOffset), cancellationToken);
        }
    }

    /// <summary>How far the archive reaches, as seen from an offset: less than the offset when that lies past the archive's end, which it then is.</summary>
    /// <param name="offset">The archive is followed no further than to here.</param>
    /// <returns>Null where the partition has no archive.</returns>
    /// <exception cref="Avro.DamagedContainerException">An object can't be read.</exception>
    /// <exception cref="Storage.StorageException">The store can't be read.</exception>
    public async Task<long?> FindReachAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        if (await entries.FindAtOrBelowAsync(partition, offset, cancellationToken) is not { } entry)
            return (await entries.FindFirstAsync(partition, cancellationToken))?.Name.BaseOffset;
        ArchiveObject archived = await objects.OpenAsync(entry, cancellationToken);
        while (
            archived.NextOffset < offset
            && await objects.FindAsync(new ArchiveName(partition, archived.NextOffset), cancellationToken) is { } next
        )
        {
            archived = next;
        }

        return archived.NextOffset;
    }
}
