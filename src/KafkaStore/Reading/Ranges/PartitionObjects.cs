using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Ranges;

/// <summary>A partition's archive objects in order, along the chain of names.</summary>
public sealed class PartitionObjects(ArchiveObjects objects, IArchiveEntries entries)
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
        ArchiveEntry? first = after is { } offset
            ? await entries.FindNearestAsync(partition, offset, cancellationToken)
            : await entries.FindFirstAsync(partition, cancellationToken);
        await foreach (ArchiveObject archived in objects.FollowAsync(first, cancellationToken))
        {
            if (after is null || archived.Name.BaseOffset > after)
                yield return archived;
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
        long reach = 0;
        await foreach (ArchiveObject archived in objects.FollowAsync(entry, cancellationToken))
        {
            reach = archived.NextOffset;
            if (reach >= offset)
                break;
        }

        return reach;
    }
}
