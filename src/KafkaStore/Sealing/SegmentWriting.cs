using KafkaStore.Deciding;
using KafkaStore.Sealing.Ahead;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>What a run of sealing wrote.</summary>
/// <param name="Found">False where another object turned up under the next name.</param>
/// <param name="TimeLeft">False where the time limit ended it.</param>
/// <param name="Open">The records that no object has yet, as far as it has come.</param>
internal readonly record struct WrittenSegments(bool Found, bool TimeLeft, SegmentFigures Open);

/// <summary>Writes the segments of what is staged: those that were compressed ahead as they are, the others from the chunks.</summary>
/// <param name="started">When the run began, for its time limit.</param>
internal sealed class SegmentWriting(SealingParts parts, SegmentWriter writer, long started)
{
    private readonly TopicPartition partition = writer.Position.NextName.Partition;

    /// <param name="live">The chunks that are staged and not archived.</param>
    /// <param name="range">From the archive's end to that of what is staged or empty without a hole.</param>
    /// <param name="cut">Where a segment ends; null for nowhere.</param>
    /// <param name="goesOn">More may come of the partition.</param>
    public async Task<WrittenSegments> WriteAsync(
        IReadOnlyList<ChunkName> live,
        OffsetRange range,
        SegmentCut? cut,
        bool goesOn,
        CancellationToken cancellationToken
    )
    {
        SegmentCut? pending = cut is not null && cut.NextOffset > range.From && cut.NextOffset <= range.To ? cut : null;
        try
        {
            if (parts.Ahead?.Find(partition) is { } ahead)
            {
                if (await WriteAheadAsync(ahead, live, range.To, pending, cancellationToken) is { } written)
                    return written;
                range = range with { From = writer.Position.Checkpoint };
            }

            WrittenSegments merged = await WriteChunksAsync(live, range, pending, cancellationToken);
            if (parts.Ahead is not null && goesOn && merged is { Found: true, TimeLeft: true })
            {
                ChunkName[] staged = [.. live.Where(chunk => chunk.MayHaveRecordsIn(range))];
                await parts.Ahead.OfferAsync(writer.Position.NextName, writer.Release(), range.To, staged);
            }

            return merged;
        }
        catch (UnsettledSegmentException)
        {
            return new WrittenSegments(true, false, writer.Open);
        }
    }

    // Null where the rest is to be read from the chunks.
    private async Task<WrittenSegments?> WriteAheadAsync(
        PartitionAhead ahead,
        IReadOnlyList<ChunkName> live,
        long end,
        SegmentCut? cut,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var range = new OffsetRange(writer.Position.Checkpoint, end);
            if (await ahead.TakeAsync(live, range, cut) is not { } segment)
            {
                SegmentFigures? open = await ahead.FindOpenAsync(live, range, cut);
                return open is null ? null : new WrittenSegments(true, true, open);
            }

            if (!await CreateAsync(ahead, segment, cancellationToken))
                return new WrittenSegments(false, true, SegmentFigures.None);
            if (parts.Clock.GetElapsedTime(started) > parts.Options.SealTimeLimit)
                return new WrittenSegments(true, false, SegmentFigures.None);
        }
    }

    private async Task<bool> CreateAsync(PartitionAhead ahead, CompleteSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            await writer.ConfirmAsync(segment.Builder, cancellationToken);
            bool isOurs = await writer.CreateAsync(segment.Builder, segment.Reason, cancellationToken);
            parts.Ahead!.Took();
            segment.Builder.Dispose();
            return isOurs;
        }
        catch
        {
            await ahead.PutBackAsync(segment);
            throw;
        }
    }

    private async Task<WrittenSegments> WriteChunksAsync(
        IReadOnlyList<ChunkName> live,
        OffsetRange range,
        SegmentCut? cut,
        CancellationToken cancellationToken
    )
    {
        await foreach (MergedRecord merged in parts.Merge.ReadAsync(live, range, cancellationToken))
        {
            if (merged.Record.Offset >= cut?.NextOffset)
            {
                RollReason reason = cut.Reason;
                cut = null;
                if (!writer.IsEmpty && !await writer.CloseAsync(reason, cancellationToken))
                    return new WrittenSegments(false, true, writer.Open);
            }

            int before = writer.Created;
            if (!await writer.AppendAsync(merged, cancellationToken))
                return new WrittenSegments(false, true, writer.Open);
            if (writer.Created > before && parts.Clock.GetElapsedTime(started) > parts.Options.SealTimeLimit)
                return new WrittenSegments(true, false, writer.Open);
        }

        bool isFound = cut is null || writer.IsEmpty || await writer.CloseAsync(cut.Reason, cancellationToken);
        return new WrittenSegments(isFound, true, writer.Open);
    }
}
