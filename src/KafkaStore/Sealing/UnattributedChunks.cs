using KafkaStore.Archiving;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>
/// What belongs to nobody for certain is kept aside, and let go of once a generation turns out to hold the same: the one that the
/// broker has, archived or staged, or one before it, archived.
/// </summary>
internal sealed class UnattributedChunks(
    StagingArea staging,
    ChunkMerge asideMerge,
    ChunkMerge merge,
    ArchivedAlike stagedAlike,
    ArchivedAlike asideAlike,
    IArchiverReport report
)
{
    private readonly StagingArea aside = staging.Unattributed;

    /// <summary>What the archive has already is spent and not kept aside: left over by a run that ended early, or a later generation's.</summary>
    /// <param name="generation">One that the broker has no longer.</param>
    /// <param name="newest">The one that it has; its last run may be over.</param>
    /// <param name="chunks">Of the first, and by no proof its own.</param>
    public async Task SetAsideAsync(
        TopicGeneration generation,
        TopicGeneration newest,
        IReadOnlyList<ChunkName> chunks,
        CancellationToken cancellationToken
    )
    {
        foreach (ChunkName chunk in chunks)
        {
            if (await FindHolderAsync(stagedAlike, generation, newest.Next, chunk, cancellationToken) is not null)
            {
                await staging.DeleteAsync(chunk, cancellationToken);
                continue;
            }

            await staging.SetUnattributedAsync(chunk, cancellationToken);
            report.Unattributed(chunk);
        }
    }

    /// <param name="generation">Whose partition was sealed just now.</param>
    /// <param name="isFormer">The broker has another in its place.</param>
    /// <param name="staged">The partition's chunks that hold all records between the two.</param>
    /// <param name="known">From the checkpoint, below which all is archived, to the end of what is staged without a hole.</param>
    public async Task SweepAsync(
        TopicGeneration generation,
        int partition,
        bool isFormer,
        IReadOnlyList<ChunkName> staged,
        OffsetRange known,
        CancellationToken cancellationToken
    )
    {
        var own = new TopicPartition(generation.ToString(), partition);
        foreach (TopicGeneration former in isFormer ? generation.Former.Append(generation) : generation.Former)
        {
            foreach (ChunkName chunk in await aside.ListAsync(new TopicPartition(former.ToString(), partition), cancellationToken))
            {
                TopicGeneration? holder =
                    chunk.Last < known.To && (chunk.IsProof || await IsHeldAsync(own, chunk, staged, known, cancellationToken))
                        ? generation
                        : await FindHolderAsync(asideAlike, former, generation, chunk, cancellationToken);
                if (holder is not { } found)
                    continue;
                await aside.DeleteAsync(chunk, cancellationToken);
                report.Attributed(chunk, found);
            }
        }
    }

    // A generation may itself be gone by the time that it turns out to have it.
    private static async Task<TopicGeneration?> FindHolderAsync(
        ArchivedAlike alike,
        TopicGeneration first,
        TopicGeneration end,
        ChunkName chunk,
        CancellationToken cancellationToken
    )
    {
        for (TopicGeneration each = first; each < end; each = each.Next)
        {
            if (await alike.HasAsync(chunk.Partition with { Topic = each.ToString() }, chunk, long.MaxValue, cancellationToken))
                return each;
        }

        return null;
    }

    private async Task<bool> IsHeldAsync(
        TopicPartition own,
        ChunkName chunk,
        IReadOnlyList<ChunkName> staged,
        OffsetRange known,
        CancellationToken cancellationToken
    )
    {
        if (chunk.First < known.From && !await asideAlike.HasAsync(own, chunk, known.From, cancellationToken))
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

    private static async IAsyncEnumerable<EncodedRecord> RecordsAsync(
        IAsyncEnumerable<MergedRecord> merged,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (MergedRecord each in merged.WithCancellation(cancellationToken))
            yield return each.Record;
    }
}
