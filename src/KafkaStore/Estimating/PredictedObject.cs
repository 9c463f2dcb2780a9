namespace KafkaStore.Estimating;

/// <summary>An object that archiving would make of records that were read.</summary>
/// <param name="Name">What it would be called.</param>
/// <param name="NextOffset">Where the next begins.</param>
/// <param name="RecordBytes">Encoded, before compression.</param>
/// <param name="Bytes">Of the whole object, its header included.</param>
/// <param name="HeaderBytes">Of these the header's.</param>
/// <param name="Reason">Why it ends; null where nothing ends it yet.</param>
public sealed record PredictedObject(
    ArchiveName Name,
    long NextOffset,
    long Records,
    long RecordBytes,
    long Bytes,
    long HeaderBytes,
    RollReason? Reason
);
