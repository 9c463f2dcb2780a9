namespace KafkaStore.Records;

/// <summary>
/// One record in the container's encoding, with the two facts that boundaries need. The same bytes are staged, archived,
/// digested and compared; only readers ever take them apart. Owns none of the memory it points at.
/// </summary>
/// <param name="Timestamp">Unix milliseconds; negative when the record has none.</param>
/// <param name="Bytes">The whole record, encoded and not compressed.</param>
public readonly record struct EncodedRecord(long Offset, long Timestamp, ReadOnlyMemory<byte> Bytes);
