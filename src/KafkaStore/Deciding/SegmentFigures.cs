namespace KafkaStore.Deciding;

/// <summary>Figures of an open segment, exact or estimated.</summary>
/// <param name="Bytes">Sum of their encoded sizes.</param>
/// <param name="FirstTimestamp">t0, Unix milliseconds; null while no record has a timestamp.</param>
/// <param name="LargestTimestamp">Unix milliseconds.</param>
/// <param name="FirstAcceptedAt">When its first record was accepted; null without records.</param>
public sealed record SegmentFigures(long Records, long Bytes, long? FirstTimestamp, long? LargestTimestamp, DateTimeOffset? FirstAcceptedAt)
{
    public static SegmentFigures None { get; } = new(0, 0, null, null, null);

    public static SegmentFigures Of(OpenSegment segment, DateTimeOffset? firstAcceptedAt) =>
        new(segment.Records, segment.Bytes, segment.FirstTimestamp, segment.LargestTimestamp, segment.IsEmpty ? null : firstAcceptedAt);

    /// <summary>Adds another group's figures; an estimate, since records may be in both and their order is not known.</summary>
    public SegmentFigures Plus(SegmentFigures other) =>
        new(
            Records + other.Records,
            Bytes + other.Bytes,
            Least(FirstTimestamp, other.FirstTimestamp),
            LargestTimestamp is null ? other.LargestTimestamp : Math.Max(LargestTimestamp.Value, other.LargestTimestamp ?? long.MinValue),
            FirstAcceptedAt is null || other.FirstAcceptedAt < FirstAcceptedAt ? other.FirstAcceptedAt : FirstAcceptedAt
        );

    /// <summary>Whether a segment may be complete in them.</summary>
    public bool MayBeComplete(SegmentPolicy policy) =>
        policy.EndsWith(Records, Bytes) is not null || (LargestTimestamp is { } last && policy.EndsBefore(FirstTimestamp, last));

    private static long? Least(long? left, long? right) => left is null || right < left ? right ?? left : left;
}
