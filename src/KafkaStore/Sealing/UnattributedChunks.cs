using KafkaStore.Archiving;
using KafkaStore.Reading.Objects;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>
/// Lets go of chunks that were kept aside as belonging to nobody for certain, once the generation that the broker has turns out to hold
/// the same, archived or staged.
/// </summary>
internal sealed class UnattributedChunks(
    StagingArea aside,
    ChunkMerge asideMerge,
    ChunkMerge merge,
    ArchiveObjects objects,
    ArchiveLocator locator,
    Adoption adoption,
    IArchiverReport report
)
{
    /// <param name="generation">That the broker has.</param>
    /// <param name="staged">The partition's chunks that hold all records between the two.</param>
    /// <param name="known">From the checkpoint, below which all is archived, to the end of what is staged without a hole.</param>
    public async Task SweepAsync(
        TopicGeneration generation,
        int partition,
        IReadOnlyList<ChunkName> staged,
        OffsetRange known,
        CancellationToken cancellationToken
    )
    {
        var own = new TopicPartition(generation.ToString(), partition);
        foreach (TopicGeneration former in generation.Former)
        {
            foreach (ChunkName chunk in await aside.ListAsync(new TopicPartition(former.ToString(), partition), cancellationToken))
            {
                if (chunk.Last >= known.To || !(chunk.IsProof || await IsHeldAsync(own, chunk, staged, known, cancellationToken)))
                    continue;
                await aside.DeleteAsync(chunk, cancellationToken);
                report.Attributed(chunk, generation);
            }
        }
    }

    private async Task<bool> IsHeldAsync(
        TopicPartition own,
        ChunkName chunk,
        IReadOnlyList<ChunkName> staged,
        OffsetRange known,
        CancellationToken cancellationToken
    )
    {
        if (chunk.First < known.From && !await IsArchivedAsync(own, chunk, known.From, cancellationToken))
            return false;
        var rest = new OffsetRange(Math.Max(chunk.First, known.From), chunk.Last + 1);
        return rest.IsEmpty
            || await RecordComparison.FirstConflictAsync(
                asideMerge.ReadAsync([chunk], rest, cancellationToken),
                RecordsAsync(merge.ReadAsync(staged, rest, cancellationToken), cancellationToken),
                cancellationToken
            )
                is null;
    }

    private async Task<bool> IsArchivedAsync(TopicPartition own, ChunkName chunk, long end, CancellationToken cancellationToken)
    {
        if (await locator.FindAtOrBelowAsync(own, chunk.First, cancellationToken) is not { Name: var covering })
            return false;
        try
        {
            await foreach (ArchiveObject archived in objects.FollowAsync(covering, cancellationToken))
            {
                if (await adoption.FirstConflictAsync(archived, [chunk], cancellationToken) is not null)
                    return false;
                if (archived.NextOffset > chunk.Last || archived.NextOffset >= end)
                    return true;
            }
        }
        catch (ObjectOfflineException)
        {
            // Kept for a run that can compare.
        }

        return false;
    }

    private static async IAsyncEnumerable<EncodedRecord> RecordsAsync(
        IAsyncEnumerable<MergedRecord> merged,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (MergedRecord each in merged.WithCancellation(cancellationToken))
            yield return each.Record;
    }
}
