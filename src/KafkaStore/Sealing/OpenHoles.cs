using KafkaStore.Markers;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>
/// The holes that a run of sealing meets. The broker is asked about them once; what it has no longer is noted as lost where it is still
/// nowhere when everything was looked at again.
/// </summary>
internal sealed class OpenHoles(SealingParts parts, TopicPartition partition)
{
    private IReadOnlyList<OffsetRange> gone = [];
    private bool asked;

    /// <summary>What kept the broker from answering for all of them; null where nothing did.</summary>
    public string? Trouble { get; private set; }

    /// <param name="holes">Between the archive's end and what is known to come.</param>
    /// <param name="live">The chunks that are staged and not archived.</param>
    /// <param name="coverage">Of those chunks.</param>
    /// <param name="confirmation">Which topic it is.</param>
    /// <returns>Whether something changed, so that everything is to be looked at again.</returns>
    public async Task<bool> ResolveAsync(
        IReadOnlyList<OffsetRange> holes,
        IReadOnlyList<ChunkName> live,
        StagedCoverage coverage,
        Confirmation confirmation,
        CancellationToken cancellationToken
    )
    {
        if (confirmation.IsFormer)
        {
            if (confirmation.IsOver)
                await parts.Lost.NoteAsync(partition, holes, LostMarker.Recreated, cancellationToken);
            return confirmation.IsOver;
        }

        if (confirmation.IsGone)
            return false;
        if (gone.Count > 0)
        {
            // Looked at again and still nowhere: lost, and said so for every later run.
            await confirmation.EnsureAsync(parts.Clock.GetUtcNow(), 0, mayWait: true, cancellationToken);
            await parts.Lost.NoteAsync(partition, Common(holes, gone), null, cancellationToken);
            gone = [];
            return true;
        }

        if (asked)
            return false;
        IReadOnlyList<OffsetRange> ripe = coverage.WithClaims(await RipeAsync(coverage.WithoutClaims(holes), live, cancellationToken));
        if (ripe.Count == 0)
            return false;
        HoleAnswer answer = await parts.Prover.AskAsync(partition, ripe, cancellationToken);
        asked = true;
        gone = await parts.Unsigned.JudgeAsync(partition, coverage, ripe, answer, cancellationToken);
        Trouble = answer.Trouble;
        return answer.Staged || answer.Gone.Count > 0;
    }

    // Chunks may be accepted out of order, so a hole whose far side has only just come is left alone for a while. One that
    // is still to come was stamped by a clock that was ahead, and would be left alone until then.
    private async Task<IReadOnlyList<OffsetRange>> RipeAsync(
        IReadOnlyList<OffsetRange> holes,
        IReadOnlyList<ChunkName> live,
        CancellationToken cancellationToken
    )
    {
        if (parts.Options.HoleGrace <= TimeSpan.Zero)
            return holes;
        DateTimeOffset now = parts.Clock.GetUtcNow();
        var ripe = new List<OffsetRange>();
        foreach (OffsetRange hole in holes)
        {
            ChunkName[] farSide = [.. live.Where(chunk => !chunk.IsProof && chunk.First <= hole.To && chunk.Last >= hole.To).Take(1)];
            if (farSide.Length > 0)
            {
                ChunkOutline outline = await parts.Staging.ReadOutlineAsync(farSide[0], cancellationToken);
                if ((now - outline.AcceptedAt).Duration() < parts.Options.HoleGrace)
                    break;
            }

            ripe.Add(hole);
        }

        return ripe;
    }

    private static IReadOnlyList<OffsetRange> Common(IReadOnlyList<OffsetRange> holes, IReadOnlyList<OffsetRange> others)
    {
        var set = new OffsetRangeSet();
        foreach (OffsetRange hole in holes)
            set.AddAll(others.Select(other => new OffsetRange(Math.Max(hole.From, other.From), Math.Min(hole.To, other.To))));
        return set.Ranges;
    }
}
