using System.Text.Json.Serialization;
using KafkaStore.Archiving;
using KafkaStore.Broker;

namespace KafkaStore.Deciding;

/// <summary>
/// What an entity remembers of a partition: a cache of archive, staging and broker with estimates in it. Losing it, or
/// being told things twice, late, in another order or never, can delay a segment and never change one. Below 2 KB.
/// </summary>
public sealed record PartitionState(TopicPartition Partition)
{
    /// <summary>All offsets below it are archived; null while nothing is known.</summary>
    public long? Checkpoint { get; init; }

    /// <summary>Base offset of the last archive object.</summary>
    public long? LastBase { get; init; }

    /// <summary>Past the highest accepted offset.</summary>
    public long AcceptedEnd { get; init; }

    /// <summary>No hole below it, as the last run of sealing saw it.</summary>
    public long ReadThrough { get; init; }

    /// <summary>The last run of sealing left a hole below what was accepted; sealing is tried again until it is resolved.</summary>
    public bool HasHole { get; init; }

    /// <summary>Since the checkpoint: the last run's exact figures, and estimates of what came since.</summary>
    public SegmentFigures Open
    {
        get;
        init => field = value ?? SegmentFigures.None;
    } = SegmentFigures.None;

    /// <summary>What came since the seal in flight began.</summary>
    public SegmentFigures SinceSeal
    {
        get;
        init => field = value ?? SegmentFigures.None;
    } = SegmentFigures.None;

    public DateTimeOffset? LastAcceptedAt { get; init; }

    /// <summary>Since when the broker has had more than was accepted, with nothing accepted meanwhile.</summary>
    public DateTimeOffset? BehindSince { get; init; }

    /// <summary>At most one seal runs at a time.</summary>
    public SealInFlight? Seal { get; init; }

    /// <summary>When the last seal ended without closing anything, or failed; the next one keeps a distance.</summary>
    public DateTimeOffset? BarrenSince { get; init; }

    /// <summary>Accepted end as that seal saw it; a next seal of the same kind needs more.</summary>
    public long BarrenAcceptedEnd { get; init; }

    /// <summary>Chunks were accepted that the archive had already; they wait to be swept.</summary>
    public bool HasSpentChunks { get; init; }

    /// <summary>A seal was asked for while another was in flight.</summary>
    public SealWish? Wish { get; init; }

    /// <summary>The broker's end was once seen below what was accepted.</summary>
    public bool EndSuspect { get; init; }

    public PartitionFault? Fault { get; init; }

    /// <summary>How many seals have ended; lets a waiting host see that one did.</summary>
    public long SealsEnded { get; init; }

    /// <summary>Why the last seal failed, when it did.</summary>
    public string? LastFailure { get; init; }

    [JsonIgnore]
    public bool HasOpenRecords => Open.Records > 0;

    /// <summary>How far the archive is: the checkpoint, and past it what is proved to hold no record.</summary>
    [JsonIgnore]
    public long? ArchivedNext => !HasOpenRecords && Checkpoint is { } checkpoint ? Math.Max(checkpoint, ReadThrough) : Checkpoint;

    /// <summary>Whether nothing is to be done, now or later, while the log is as it is: to observe that would change nothing.</summary>
    public bool IsAtRest(LogBounds bounds) =>
        Checkpoint is not null
        && AcceptedEnd == bounds.End
        && ReadThrough >= AcceptedEnd
        && !HasOpenRecords
        && !HasHole
        && !HasSpentChunks
        && !EndSuspect
        && this is { Fault: null, Seal: null, Wish: null, LastFailure: null, BehindSince: null };
}

/// <param name="StartedAt">When it was started.</param>
/// <param name="Close">It was asked to close the open segment too.</param>
public sealed record SealInFlight(string Attempt, DateTimeOffset StartedAt, bool Close = false);

/// <summary>A seal that somebody asked for.</summary>
/// <param name="Close">Close the open segment too.</param>
public sealed record SealWish(bool Close);
