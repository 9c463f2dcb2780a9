namespace KafkaStore.Restoring.Targets;

/// <summary>The cluster took everything before a record, and refused that.</summary>
/// <param name="target">The partition that it was for.</param>
/// <param name="archivedOffset">Which offset it has in the archive.</param>
/// <param name="kind">Why, as far as that is understood.</param>
/// <param name="reason">What the cluster says.</param>
public sealed class RecordRefusedException(
    TopicPartition target,
    long archivedOffset,
    RefusalKind kind,
    string reason,
    Exception? innerException = null
) : Exception($"The record for {target} that is archived at offset {archivedOffset} was refused: {reason}", innerException)
{
    public TopicPartition Target => target;

    public long ArchivedOffset => archivedOffset;

    public RefusalKind Kind => kind;

    public string Reason => reason;
}

/// <summary>What a cluster may have against a record.</summary>
public enum RefusalKind
{
    /// <summary>Something else; only the cluster's own words say what.</summary>
    Other,

    /// <summary>It is larger than the topic takes.</summary>
    TooLarge,

    /// <summary>It is larger than this client sends.</summary>
    TooLargeForClient,

    /// <summary>It is larger than a segment of the log.</summary>
    LargerThanSegment,

    /// <summary>Its timestamp is too far from the broker's.</summary>
    Timestamp,

    /// <summary>It lacks what the topic wants: mostly a key, since the topic is compacted.</summary>
    Content,

    /// <summary>This client may not write there.</summary>
    NotAllowed,

    /// <summary>What was written before it is no longer known there, mostly since it was deleted.</summary>
    Forgotten,
}
