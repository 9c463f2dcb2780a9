namespace KafkaStore.Functions.Telemetry;

/// <summary>How a partition stands, as far as broker and entity say without another request.</summary>
/// <param name="ArchiveLag">Offsets that the broker has and the archive has not.</param>
/// <param name="AcceptLag">Offsets that the broker has and staging has not.</param>
/// <param name="LagTime">How long ago the oldest record that is not archived was written, by its timestamp; null where nobody knows.</param>
/// <param name="StagedRecords">Not archived yet; an estimate.</param>
/// <param name="StagedBytes">Their encoded size; an estimate.</param>
/// <param name="StagedAge">How long ago the oldest of them was accepted; zero without any.</param>
/// <param name="HasHole">Offsets below what is staged are neither archived nor staged, and are being asked for.</param>
/// <param name="IsRetrying">Its last file could not be written, which is tried again.</param>
/// <param name="ArchivedNext">Up to where it is archived, exclusive; null where nobody knows.</param>
internal readonly record struct PartitionFigures(
    TopicPartition Partition,
    long ArchiveLag,
    long AcceptLag,
    TimeSpan? LagTime,
    long StagedRecords,
    long StagedBytes,
    TimeSpan StagedAge,
    bool HasHole,
    bool IsRetrying,
    long? ArchivedNext
)
{
    /// <param name="bounds">What the broker has.</param>
    /// <param name="state">What is remembered; null where nothing is.</param>
    public static PartitionFigures Of(LogBounds bounds, PartitionState? state, DateTimeOffset now)
    {
        long archiveLag = Math.Max(0, bounds.End - (state?.ArchivedNext ?? bounds.Start));
        SegmentFigures open = state is { HasOpenRecords: true } ? state.Open : SegmentFigures.None;
        return new PartitionFigures(
            bounds.Partition,
            archiveLag,
            Math.Max(0, bounds.End - (state?.AcceptedEnd ?? bounds.Start)),
            archiveLag == 0 ? TimeSpan.Zero : Since(WrittenAt(open) ?? state?.BehindSince, now),
            open.Records,
            open.Bytes,
            Since(open.FirstAcceptedAt, now) ?? TimeSpan.Zero,
            state?.HasHole ?? false,
            state is { Fault: null, LastFailure: not null },
            state?.Checkpoint
        );
    }

    // What producers give is any number.
    private static DateTimeOffset? WrittenAt(SegmentFigures open) =>
        open.FirstTimestamp is { } milliseconds and >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : open.FirstAcceptedAt;

    // Clocks disagree.
    private static TimeSpan? Since(DateTimeOffset? then, DateTimeOffset now) =>
        then is not { } time ? null
        : now > time ? now - time
        : TimeSpan.Zero;
}
