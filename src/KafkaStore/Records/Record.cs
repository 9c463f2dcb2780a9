namespace KafkaStore.Records;

/// <summary>One Kafka record as its producer wrote it. Owns none of the memory it points at.</summary>
/// <param name="Timestamp">Unix milliseconds; negative when the record has none.</param>
/// <param name="Key">Null and empty are different keys.</param>
/// <param name="Value">Null (a tombstone) and empty are different values.</param>
/// <param name="Headers">In the producer's order, repeated keys kept; never null.</param>
public readonly record struct Record(
    long Offset,
    long Timestamp,
    ReadOnlyMemory<byte>? Key,
    ReadOnlyMemory<byte>? Value,
    IReadOnlyList<RecordHeader> Headers
);

/// <summary>One header of a record; a null value and an empty one are different.</summary>
public readonly record struct RecordHeader(string Key, ReadOnlyMemory<byte>? Value);
