namespace KafkaStore.Sealing.Ahead;

/// <summary>A segment that is complete, and what it was made of.</summary>
/// <param name="Builder">Owned by whoever has this.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="DecidedBefore">Past the last record that decides where it ends: of its age that is the next segment's first.</param>
/// <param name="Marks">For a run of sealing to which it is not complete yet.</param>
internal sealed record CompleteSegment(SegmentBuilder Builder, RollReason Reason, long DecidedBefore, OpenMarks Marks)
{
    public long BaseOffset => Builder.Name.BaseOffset;
}
