using KafkaStore.Markers;

namespace KafkaStore.Staging;

/// <summary>Which offsets of a partition are accounted for without the broker: staged, proved empty, or noted as lost.</summary>
/// <param name="Known">Those offsets.</param>
/// <param name="End">Past the last offset that any chunk speaks of; 0 without chunks.</param>
/// <param name="Proofs">The first offset of each proof, and when it was accepted.</param>
internal sealed record StagedCoverage(OffsetRangeSet Known, long End, IReadOnlyList<(long First, DateTimeOffset AcceptedAt)> Proofs)
{
    /// <param name="archive">Has the lost ranges, which are asked for only where the chunks leave something open.</param>
    /// <param name="wanted">What is to be accounted for, and on to the end of the chunks.</param>
    /// <exception cref="ChunkVanishedException">A chunk is gone.</exception>
    /// <exception cref="DamagedChunkException">A chunk's header can't be read.</exception>
    public static async Task<StagedCoverage> FindAsync(
        StagingArea staging,
        IObjectReader archive,
        TopicPartition partition,
        IEnumerable<ChunkName> chunks,
        OffsetRange wanted,
        CancellationToken cancellationToken
    )
    {
        var known = new OffsetRangeSet();
        var proofs = new List<(long First, DateTimeOffset AcceptedAt)>();
        long end = 0;
        foreach (ChunkName chunk in chunks)
        {
            end = Math.Max(end, chunk.Last + 1);
            if (chunk.IsDense)
            {
                known.Add(chunk.Range);
                continue;
            }

            ChunkOutline outline = await staging.ReadOutlineAsync(chunk, cancellationToken);
            if (chunk.IsProof)
            {
                known.AddAll(outline.Absent);
                proofs.Add((chunk.First, outline.AcceptedAt));
            }
            else
            {
                known.AddAll(Without(chunk.Range, outline.Absent));
            }
        }

        if (known.EndOfRunFrom(wanted.From) >= Math.Max(end, wanted.To))
            return new StagedCoverage(known, end, proofs);
        await foreach (OffsetRange lost in NotedLosses.ListAsync(archive, partition, cancellationToken))
            known.Add(lost);
        return new StagedCoverage(known, end, proofs);
    }

    private static IReadOnlyList<OffsetRange> Without(OffsetRange whole, IReadOnlyList<OffsetRange> absent)
    {
        var set = new OffsetRangeSet();
        set.AddAll(absent);
        return set.Missing(whole);
    }
}
