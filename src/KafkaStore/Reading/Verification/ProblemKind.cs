namespace KafkaStore.Reading.Verification;

/// <summary>What can be wrong with an archive.</summary>
public enum ProblemKind
{
    /// <summary>Something that no archive holds lies in it.</summary>
    UnexpectedName,

    /// <summary>A start, loss or staging marker can't be read, or speaks of something else than its name.</summary>
    MarkerDamaged,

    /// <summary>There are archive objects and no start marker.</summary>
    MarkerMissing,

    /// <summary>The partition's first object is not the one that it began with.</summary>
    MissingFirstObject,

    /// <summary>The object lies in an archive tier, so that its content could not be checked.</summary>
    Offline,

    /// <summary>Between two objects are offsets that no object answers for.</summary>
    MissingObject,

    /// <summary>The object's name lies inside the range of another.</summary>
    ExtraObject,

    /// <summary>The object's header says that it is another: it was swapped, renamed or copied.</summary>
    WrongIdentity,

    /// <summary>The header can't be read, or is not as this product writes it.</summary>
    HeaderDamaged,

    /// <summary>The object ends before its last block does.</summary>
    Truncated,

    /// <summary>A block can't be read, or does not hold the records it claims.</summary>
    BlockDamaged,

    /// <summary>The block index in the header does not describe the blocks.</summary>
    WrongBlockIndex,

    /// <summary>Offsets do not ascend, or lie outside the object's range, or do not end where it says.</summary>
    WrongOffsets,

    /// <summary>The header says another number of records.</summary>
    WrongRecordCount,

    /// <summary>The header says other timestamps.</summary>
    WrongTimestamps,

    /// <summary>The records are not those that the header has the digest of.</summary>
    WrongRecordsDigest,

    /// <summary>The chain hash does not follow from the predecessor.</summary>
    BrokenChain,

    /// <summary>By its own policy the object would have ended elsewhere, or for another reason.</summary>
    WrongRollReason,

    /// <summary>The broker has other records at these offsets.</summary>
    DiffersFromBroker,

    /// <summary>The broker has records that the archive lacks.</summary>
    MissingRecords,

    /// <summary>The broker has records that are noted as lost.</summary>
    NotLost,

    /// <summary>The broker's log ends before the archive does: the topic was created again, truncated or shrunk.</summary>
    BrokerEndsEarlier,

    /// <summary>The broker has a topic of that name under another id, and the archive does not know.</summary>
    OtherTopic,

    /// <summary>It ends before an end that is known from elsewhere: noted heads, the archived position at the broker, the catalog.</summary>
    CutOff,

    /// <summary>What ends where an end was noted elsewhere is not what ended there.</summary>
    OtherHistory,

    /// <summary>A topic, a topic's id or a partition that is known from elsewhere is no longer there at all.</summary>
    Gone,
}
