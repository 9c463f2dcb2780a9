namespace KafkaStore.Restoring.Targets;

/// <summary>What a writer has to have room for, and what it may send at once.</summary>
/// <param name="RecordBytes">Size of the largest record, as far as it is known.</param>
/// <param name="BatchBytes">Several records together make no larger batch; a record that is larger goes alone.</param>
public readonly record struct WriterLimits(long RecordBytes, long BatchBytes);
