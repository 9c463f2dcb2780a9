using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Staging;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Sealing;

/// <summary>
/// What is asked of staged chunks before anything of them is sealed where no key signs them, since anybody who can write to staging
/// may have put them there: their log reaches as far as they do, what they repeat of the archive is the same, and of their proofs
/// only what the broker says too.
/// </summary>
internal sealed class UnsignedChunks(StagingArea staging, SpentChunks spent, IRecordLog log, IArchiverReport report)
{
    private readonly Witnessed witnessed = staging.Witnessed;

    /// <summary>Compares the chunks that the archive ends in the middle of with what it has of them.</summary>
    /// <param name="live">Those with an offset at or past the checkpoint.</param>
    /// <param name="checkedFrom">By chunk: its records at or past it were compared; moved to the chunk's first offset.</param>
    /// <param name="checkpoint">All below it is archived.</param>
    /// <exception cref="PartitionFaultException">A chunk holds other records than the archive.</exception>
    public async Task CompareAsync(
        TopicPartition partition,
        IReadOnlyList<ChunkName> live,
        Dictionary<ChunkName, long> checkedFrom,
        long checkpoint,
        CancellationToken cancellationToken
    )
    {
        if (staging.IsSigned)
            return;
        ChunkName[] overlapping = [.. live.Where(chunk => !chunk.IsProof && chunk.First < checkpoint && chunk.First < checkedFrom[chunk])];
        if (!await spent.TryCompareAsync(partition, overlapping, checkpoint, cancellationToken))
            return;
        foreach (ChunkName chunk in overlapping)
            checkedFrom[chunk] = chunk.First;
    }

    /// <summary>The log's end as the broker gives it now, where it lies below what the chunks speak of; null where it does not.</summary>
    /// <exception cref="BrokerUnavailableException">It does not say.</exception>
    public async Task<LogBounds?> FindEndBelowAsync(TopicPartition partition, long end, CancellationToken cancellationToken)
    {
        if (staging.IsSigned || end <= witnessed.EndOf(partition))
            return null;
        LogBounds now =
            await log.FindBoundsAsync(partition, cancellationToken)
            ?? throw new BrokerUnavailableException(
                $"The broker does not know partition {partition} now, and without a staging key nothing is sealed that it can't have given."
            );
        witnessed.Reached(partition, now.End);
        return now.End < end ? now : null;
    }

    /// <summary>Holds the claims of proofs against what the broker has just said.</summary>
    /// <param name="coverage">Has the claims.</param>
    /// <param name="asked">What the broker was asked about.</param>
    /// <returns>What of the answer's gone offsets no proof speaks of.</returns>
    public async Task<IReadOnlyList<OffsetRange>> JudgeAsync(
        TopicPartition partition,
        StagedCoverage coverage,
        IReadOnlyList<OffsetRange> asked,
        HoleAnswer answer,
        CancellationToken cancellationToken
    )
    {
        if (coverage.Claims.Count == 0)
            return answer.Gone;
        OffsetRangeSet read = SetOf(asked.Select(range => new OffsetRange(range.From, Math.Min(range.To, answer.ReadTo))));
        OffsetRangeSet gone = SetOf(answer.Gone);
        OffsetRangeSet answered = SetOf(answer.Gone.Concat(answer.Empty));
        var claimed = new OffsetRangeSet();
        foreach ((ChunkName proof, IReadOnlyList<OffsetRange> empty) in coverage.Claims)
        {
            if (empty.SelectMany(range => Common(range, read)).Any(range => answered.Missing(range).Count > 0))
            {
                report.ChunkDamaged(proof);
                await staging.SetRefutedAsideAsync(proof, cancellationToken);
                continue;
            }

            // Nobody else can say now what was there.
            OffsetRange[] unanswerable = [.. empty.SelectMany(range => Common(range, gone))];
            witnessed.Empty(partition, unanswerable);
            claimed.AddAll(unanswerable);
        }

        return [.. answer.Gone.SelectMany(claimed.Missing)];
    }

    /// <summary>All below it is archived.</summary>
    public void Forget(TopicPartition partition, long checkpoint)
    {
        if (!staging.IsSigned)
            witnessed.Forget(partition, checkpoint);
    }

    private static IReadOnlyList<OffsetRange> Common(OffsetRange range, OffsetRangeSet others) =>
        SetOf(others.Missing(range)).Missing(range);

    private static OffsetRangeSet SetOf(IEnumerable<OffsetRange> ranges)
    {
        var set = new OffsetRangeSet();
        set.AddAll(ranges);
        return set;
    }
}
