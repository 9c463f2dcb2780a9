using KafkaStore.Broker;

namespace KafkaStore.Deciding;

/// <summary>What one run of sealing is to do; only hints and wishes, since the run believes the archive and the chunks.</summary>
/// <param name="Attempt">Tells this run from any other of the partition.</param>
public sealed record SealRequest(TopicPartition Partition, string Attempt)
{
    /// <summary>Remembered checkpoint; null when nothing is remembered.</summary>
    public long? Checkpoint { get; init; }

    /// <summary>Remembered base offset of the last object.</summary>
    public long? LastBase { get; init; }

    /// <summary>Everything below it was accepted or is to be fetched: what is neither archived nor staged below it is a hole.</summary>
    public long KnownEnd { get; init; }

    /// <summary>A segment is probably complete, or is to be closed.</summary>
    public bool MayClose { get; init; }

    /// <summary>This run comes a settling time after another that found what it could close too young.</summary>
    public bool HasSettled { get; init; }

    /// <summary>Closes the segment that is open at that offset; null closes only complete ones.</summary>
    public SegmentCut? Cut { get; init; }

    /// <summary>What the timer saw of a log that ended below what was accepted, twice in a row; null where it did not.</summary>
    public BrokerView? Shrunk { get; init; }
}

/// <summary>A place where a segment ends that the records alone don't explain.</summary>
/// <param name="NextOffset">Records below it belong to the segment, exclusive.</param>
/// <param name="Reason">Idle or Requested.</param>
public sealed record SegmentCut(long NextOffset, RollReason Reason);
