using KafkaStore.Deciding;
using KafkaStore.Staging;

namespace KafkaStore.Sealing.Ahead;

/// <summary>
/// A partition's segments one after another, made of records that came in order: those that are complete and the open one. Says
/// which of them are what sealing would make of what is staged.
/// </summary>
/// <param name="open">Where it begins; owned.</param>
/// <param name="next">No record below this comes any more.</param>
/// <param name="saw">Told of each record.</param>
/// <param name="begin">Makes the next segment's builder.</param>
internal sealed class SegmentLine(SegmentBuilder open, long next, Action<EncodedRecord> saw, Func<ArchiveName, SegmentBuilder> begin)
    : IDisposable
{
    // Sealing is behind by more than this only where the archive can't be written.
    private const int MostComplete = 4;

    private readonly LinkedList<CompleteSegment> complete = [];
    private readonly StagedSet staged = new();
    private OpenMarks marks = new();
    private SegmentBuilder? open = open;
    private long next = next;

    // Where what was appended to the open segment since the last mark begins.
    private long? unmarked = open.IsEmpty ? null : open.Name.BaseOffset;

    /// <summary>Staged chunks all of whose records are appended, or are about to be.</summary>
    public void Staged(IEnumerable<ChunkName> chunks) => staged.AddAll(chunks);

    public bool HasAll(IEnumerable<ChunkName> chunks) => chunks.All(staged.Contains);

    /// <summary>Whether a record of that offset may be appended.</summary>
    public bool IsNext(long offset) => offset >= next;

    /// <summary>Nothing more is taken: sealing is too far behind.</summary>
    public bool IsFull => open is null;

    public async ValueTask AppendAsync(MergedRecord merged)
    {
        if (open?.EndsBefore(merged) == true)
            End(RollReason.Age, merged.Record.Offset + 1);
        if (open is null)
            return;
        unmarked ??= merged.Record.Offset;
        RollReason? reason = await open.AppendAsync(merged);
        saw(merged.Record);
        next = merged.Record.Offset + 1;
        if (reason is { } ended)
            End(ended, next);
    }

    /// <summary>A batch ends here, so that what is staged may: sealing is to know the open segment's figures as they are now.</summary>
    public void Mark()
    {
        if (unmarked is { } first)
            marks.Add(first, open!.LastOffset, open.Figures);
        unmarked = null;
    }

    /// <summary>Takes the segment out that comes next.</summary>
    /// <param name="live">What is staged and not archived.</param>
    /// <param name="range">From the archive's end to that of what is staged or empty without a hole.</param>
    /// <param name="cut">Where a segment is to end; null for nowhere.</param>
    /// <returns>Null where none is complete, or it is not what sealing would make of what is staged.</returns>
    public CompleteSegment? Take(IReadOnlyList<ChunkName> live, OffsetRange range, SegmentCut? cut)
    {
        if (complete.First?.Value is not { } first)
            return TakeOpen(live, range, cut);
        bool isCut = cut is { NextOffset: var at } && at > first.BaseOffset && at < first.DecidedBefore;
        if (
            first.BaseOffset != range.From
            || isCut
            || first.DecidedBefore > range.To
            || !staged.IsAllOf(live, new OffsetRange(first.BaseOffset, first.DecidedBefore))
        )
        {
            return null;
        }

        complete.RemoveFirst();
        return first;
    }

    /// <summary>Puts the segment in again that was taken out last; false where it does not fit any more.</summary>
    public bool TryPutBack(CompleteSegment segment)
    {
        long following = complete.First?.Value.BaseOffset ?? open?.Name.BaseOffset ?? -1;
        if (following != segment.Builder.LastOffset + 1)
            return false;
        if (segment.Reason is RollReason.Age or RollReason.Size or RollReason.Count)
        {
            complete.AddFirst(segment);
            return true;
        }

        // The records alone do not end it: it goes on, if nothing came meanwhile.
        if (complete.Count > 0 || open is not { IsEmpty: true } || segment.Builder.IsComplete)
            return false;
        open.Dispose();
        open = segment.Builder;
        marks = segment.Marks;
        return true;
    }

    /// <summary>
    /// The figures of what is staged and in no object; null where they are not known, or a segment is to be cut. A run of sealing may
    /// have listed what is staged a while ago: to it a segment is open that is complete by now.
    /// </summary>
    /// <inheritdoc cref="Take"/>
    public SegmentFigures? FindOpen(IReadOnlyList<ChunkName> live, OffsetRange range, SegmentCut? cut)
    {
        CompleteSegment? first = complete.First?.Value;
        SegmentBuilder? segment = first?.Builder ?? open;
        bool isComplete = first is not null && first.DecidedBefore <= range.To;
        if (isComplete || segment is null || segment.Name.BaseOffset != range.From || !staged.IsAllOf(live, range))
            return null;
        if (!segment.IsEmpty && cut is { NextOffset: var at } && at > range.From && at <= range.To)
            return null;
        staged.ForgetBelow(range.From);
        return first is not null ? first.Marks.FindBelow(range.To)
            : unmarked is null ? marks.FindBelow(range.To)
            : null;
    }

    public void Dispose()
    {
        open?.Dispose();
        foreach (CompleteSegment segment in complete)
            segment.Builder.Dispose();
    }

    // The open segment, where it is to be cut behind its last record.
    private CompleteSegment? TakeOpen(IReadOnlyList<ChunkName> live, OffsetRange range, SegmentCut? cut)
    {
        if (
            open is not { IsEmpty: false } segment
            || segment.Name.BaseOffset != range.From
            || cut is null
            || cut.NextOffset > range.To
            || cut.NextOffset <= segment.LastOffset
            || !staged.IsAllOf(live, range)
        )
        {
            return null;
        }

        End(cut.Reason, segment.LastOffset + 1);
        CompleteSegment taken = complete.Last!.Value;
        complete.RemoveLast();
        return taken;
    }

    private void End(RollReason reason, long decidedBefore)
    {
        SegmentBuilder ended = open!;
        Mark();
        complete.AddLast(new CompleteSegment(ended, reason, decidedBefore, marks));
        marks = new OpenMarks();
        open = complete.Count > MostComplete ? null : begin(ended.Name with { BaseOffset = ended.LastOffset + 1 });
    }
}
