using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Ranges;

/// <summary>
/// Finds where the records of a range are, without reading any: the object by its name, then along the chain of names, and
/// in each object the blocks by its index. Timestamps may go backwards: every block says its smallest and largest. Objects
/// that a catalog knows to have no record of the wanted times are not opened.
/// </summary>
public sealed class RangeSlices(ArchiveObjects objects, IArchiveEntries entries)
{
    /// <summary>
    /// The slices in offset order, one object after the other as they are asked for. An object without wanted records gives
    /// an empty slice, so that the caller hears how far the search is; of a run of objects that are not opened, the last does
    /// where the search ends with it.
    /// </summary>
    /// <exception cref="DamagedContainerException">An object can't be read.</exception>
    /// <exception cref="Storage.StorageException">The store can't be read.</exception>
    public async IAsyncEnumerable<ObjectSlice> FindAsync(RecordRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        if (range.IsEmpty)
            yield break;
        IAsyncEnumerable<ArchiveObject> found = range.HasTimes
            ? new TimeSearch(objects, range).FindAsync(entries, cancellationToken)
            : FollowAsync(range, cancellationToken);
        await foreach (ArchiveObject archived in found)
        {
            if (archived.NextOffset <= range.FromOffset)
                continue;
            foreach (ObjectSlice slice in Slices(archived, range))
                yield return slice;
        }
    }

    private async IAsyncEnumerable<ArchiveObject> FollowAsync(
        RecordRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArchiveEntry? first = await entries.FindNearestAsync(range.Partition, range.FromOffset, cancellationToken);
        await foreach (ArchiveObject archived in objects.FollowAsync(first, cancellationToken))
        {
            if (archived.Name.BaseOffset < range.ToOffset)
                yield return archived;
            if (archived.NextOffset >= range.ToOffset)
                yield break;
        }
    }

    private static IEnumerable<ObjectSlice> Slices(ArchiveObject archived, RecordRange range)
    {
        if (archived.Facts is null)
        {
            yield return new ObjectSlice(archived, 0, 0);
            yield break;
        }

        // Where it is offline there is no block index to look for what is wanted.
        if (range.MayInclude(archived.Facts.Container))
            archived.EnsureReadable();
        int first = -1;
        bool any = false;
        for (int block = 0; block <= archived.Blocks.Count; block++)
        {
            bool wanted = block < archived.Blocks.Count && IsWanted(archived, block, range);
            if (wanted && first < 0)
                first = block;
            if (wanted || first < 0)
                continue;
            yield return new ObjectSlice(archived, first, block - first);
            (any, first) = (true, -1);
        }

        if (!any)
            yield return new ObjectSlice(archived, archived.Blocks.Count, 0);
    }

    private static bool IsWanted(ArchiveObject archived, int index, RecordRange range)
    {
        BlockEntry block = archived.Blocks[index];
        return archived.BlockEnd(index) > range.FromOffset
            && block.FirstOffset < range.ToOffset
            && range.MayInclude(block.SmallestTimestamp, block.LargestTimestamp);
    }
}
