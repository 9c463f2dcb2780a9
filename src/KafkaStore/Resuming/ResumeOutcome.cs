using KafkaStore.Archiving;

namespace KafkaStore.Resuming;

/// <summary>What came of asking to resume a partition.</summary>
/// <param name="Kind">Of the fault; null without one.</param>
/// <param name="Detail">Why, and what to do.</param>
public sealed record ResumeOutcome(TopicPartition Partition, ResumeResult Result, FaultKind? Kind, string Detail);

public enum ResumeResult
{
    /// <summary>The partition had no fault.</summary>
    NotFaulted,

    /// <summary>The cause was gone, and so is the fault.</summary>
    Cleared,

    /// <summary>The cause, or another one, still stands, and so does the fault.</summary>
    StillThere,
}
