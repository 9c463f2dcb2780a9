using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Ranges;

/// <summary>
/// Follows the chain of names past objects that are known to have no record of the wanted times. What is known may lack
/// objects and end early: the store is asked for what is missing. Where the search would end with an object that was passed
/// over, that one is opened, so that the archive itself says where it ends; if it says otherwise than what was known, the
/// search goes back to the last object that was opened and on by what the store lists.
/// </summary>
internal sealed class TimeSearch(ArchiveObjects objects, RecordRange range)
{
    // Where the archive's own word has led to; null before the first object.
    private long? reached;
    private bool isMisled;

    /// <summary>The objects that may have wanted records, and some others, in offset order.</summary>
    public async IAsyncEnumerable<ArchiveObject> FindAsync(
        IArchiveEntries entries,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (ArchiveObject archived in FollowAsync(entries, cancellationToken))
            yield return archived;
        if (!isMisled)
            yield break;
        await foreach (ArchiveObject archived in FollowAsync(new ArchiveLocator(objects.Store), cancellationToken))
            yield return archived;
    }

    private async IAsyncEnumerable<ArchiveObject> FollowAsync(
        IArchiveEntries entries,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var chain = new OutlinedObjects(
            objects,
            entries.ListAsync(range.Partition, reached ?? range.FromOffset, cancellationToken),
            cancellationToken
        );
        if (await chain.PeekAsync() is not { } first)
            yield break;
        long position = reached ?? first.BaseOffset;
        ObjectOutline? passed = null;
        while (passed is not null || position < range.ToOffset)
        {
            ObjectOutline? outline = position < range.ToOffset ? await chain.AtAsync(position) : null;
            if (outline is { } known && known.Lacks(range, out long next))
            {
                (passed, position) = (known, next);
                continue;
            }

            ArchiveObject? archived =
                position >= range.ToOffset ? null
                : outline is null ? await chain.FindAsync(new ArchiveName(range.Partition, position))
                : await chain.OpenAsync();
            bool isEnd = archived is null;
            if (isEnd)
            {
                archived = passed is { } last ? await chain.OpenAsync(last.Entry) : null;
                isMisled = archived is null
                    ? passed is not null || reached is null
                    : archived.Facts is not null && archived.NextOffset != position;
                if (archived is null || isMisled)
                    yield break;
                isEnd = archived.NextOffset == position; // an object of the original tool may reach further than was known
            }

            yield return archived!;
            if (isEnd)
                yield break;
            if (
                archived!.Facts?.Container is { SmallestTimestamp: { } smallest, LargestTimestamp: { } largest }
                && !range.MayInclude(smallest, largest)
            )
            {
                await chain.ReadAheadAsync(range);
            }

            position = archived.NextOffset;
            (passed, reached) = (null, position);
        }
    }
}
