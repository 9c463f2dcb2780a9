using KafkaStore.Markers;

namespace KafkaStore.Staging;

/// <summary>Which offsets of a partition are accounted for without the broker: staged, proved empty, or noted as lost.</summary>
/// <param name="Known">Those offsets.</param>
/// <param name="End">Past the last offset that any chunk speaks of; 0 without chunks.</param>
/// <param name="Proofs">The first offset of each proof, and when it was accepted.</param>
/// <param name="Claims">Proofs by nobody knows whom, and what only they say is empty: not among what is known, the broker is to be asked.</param>
internal sealed record StagedCoverage(
    OffsetRangeSet Known,
    long End,
    IReadOnlyList<(long First, DateTimeOffset AcceptedAt)> Proofs,
    IReadOnlyList<(ChunkName Proof, IReadOnlyList<OffsetRange> Empty)> Claims
)
{
    /// <summary>As far as everything is accounted for, should all claims be true.</summary>
    public long EndOfRunFrom(long offset)
    {
        Believe();
        return Known.EndOfRunFrom(offset);
    }

    /// <summary>Takes every claim for true: there is nobody to ask.</summary>
    public void Believe()
    {
        foreach ((_, IReadOnlyList<OffsetRange> empty) in Claims)
            Known.AddAll(empty);
    }

    /// <summary>Holes, without what a claim speaks of.</summary>
    public IReadOnlyList<OffsetRange> WithoutClaims(IReadOnlyList<OffsetRange> holes) =>
        Claims.Count == 0 ? holes : [.. holes.SelectMany(Claimed().Missing)];

    /// <summary>Holes, and what a claim speaks of that is not known.</summary>
    public IReadOnlyList<OffsetRange> WithClaims(IReadOnlyList<OffsetRange> holes)
    {
        if (Claims.Count == 0)
            return holes;
        var all = new OffsetRangeSet();
        all.AddAll(holes);
        all.AddAll(Claimed().Ranges.SelectMany(Known.Missing));
        return all.Ranges;
    }

    private OffsetRangeSet Claimed()
    {
        var claimed = new OffsetRangeSet();
        claimed.AddAll(Claims.SelectMany(claim => claim.Empty));
        return claimed;
    }

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
        var claims = new List<(ChunkName Proof, IReadOnlyList<OffsetRange> Empty)>();
        ChunkName? last = null;
        long end = 0;
        foreach (ChunkName chunk in chunks)
        {
            if (chunk.Last >= end)
                (last, end) = (chunk, chunk.Last + 1);
            if (chunk.IsDense)
            {
                known.Add(chunk.Range);
                continue;
            }

            ChunkOutline outline = await staging.ReadOutlineAsync(chunk, cancellationToken);
            if (chunk.IsProof)
            {
                (IReadOnlyList<OffsetRange> empty, IReadOnlyList<OffsetRange> claimed) = staging.IsSigned
                    ? (outline.Absent, [])
                    : staging.Witnessed.Divide(partition, [.. Past(wanted.From, outline.Absent)]);
                known.AddAll(empty);
                if (claimed.Count > 0)
                    claims.Add((chunk, claimed));
                proofs.Add((chunk.First, outline.AcceptedAt));
            }
            else
            {
                known.AddAll(Without(chunk.Range, outline.Absent));
            }
        }

        // A run may end before it reads that chunk, and a name is nobody's word for how far the topic was accepted.
        if (staging.IsSigned && last is { IsDense: true } far && end > wanted.To)
            await staging.ReadOutlineAsync(far, cancellationToken);
        var coverage = new StagedCoverage(known, end, proofs, claims);
        if (known.EndOfRunFrom(wanted.From) >= Math.Max(end, wanted.To))
            return coverage;
        await foreach (OffsetRange lost in NotedLosses.ListAsync(archive, partition, cancellationToken))
            known.Add(lost);

        return coverage;
    }

    private static IEnumerable<OffsetRange> Past(long from, IEnumerable<OffsetRange> ranges) =>
        ranges.Select(range => new OffsetRange(Math.Max(range.From, from), range.To)).Where(range => !range.IsEmpty);

    private static IReadOnlyList<OffsetRange> Without(OffsetRange whole, IReadOnlyList<OffsetRange> absent)
    {
        var set = new OffsetRangeSet();
        set.AddAll(absent);
        return set.Missing(whole);
    }
}
