namespace KafkaStore.Staging;

/// <summary>A staged chunk in memory, read whole and checked against its name.</summary>
/// <param name="Name">What it says it is.</param>
/// <param name="AcceptedAt">When the archiver accepted it.</param>
/// <param name="Records">In offset order; they share the chunk's memory.</param>
internal sealed record StagedChunk(ChunkName Name, DateTimeOffset AcceptedAt, IReadOnlyList<EncodedRecord> Records);

/// <summary>What a chunk's header says of the offsets it has no record for.</summary>
/// <param name="AcceptedAt">When the archiver accepted it.</param>
/// <param name="Absent">Ranges inside the chunk's; for a proof they are known to be empty, otherwise only unknown.</param>
internal sealed record ChunkOutline(DateTimeOffset AcceptedAt, IReadOnlyList<OffsetRange> Absent);
