namespace KafkaStore.Archiving;

/// <summary>Why a partition seals nothing until an operator has looked at it. It goes on staging, so nothing is lost meanwhile.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Message">What is wrong, where, and what to do.</param>
public sealed record PartitionFault(FaultKind Kind, string Message)
{
    /// <summary>Where it was met: whoever looks again whether the cause is gone begins there. Null where it is about no offset.</summary>
    public long? Offset { get; init; }
}

public enum FaultKind
{
    /// <summary>The archive holds other records than the ones accepted.</summary>
    Conflict,

    /// <summary>The topic was deleted and created again, truncated or shrunk: offsets or bytes disagree with what was accepted.</summary>
    TopicRecreated,

    /// <summary>The staging location that held accepted records is gone, and the broker no longer has them.</summary>
    StagingLost,

    /// <summary>An archive object is damaged, missing or out of its chain.</summary>
    ArchiveDamaged,

    /// <summary>The brokers are another cluster's than the one that is archived.</summary>
    OtherCluster,

    /// <summary>A record is larger than an archive can hold.</summary>
    RecordTooLarge,

    /// <summary>What was noted of the fault can't be read: it is damaged, or a later version wrote it.</summary>
    Unknown,
}

/// <summary>Thrown inside a sealing run to end it with a fault.</summary>
public sealed class PartitionFaultException(PartitionFault fault, Exception? innerException = null)
    : Exception(fault.Message, innerException)
{
    public PartitionFault Fault => fault;
}
