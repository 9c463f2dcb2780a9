namespace KafkaStore.Containers;

/// <summary>One block as it lies in its container. Its memory is the reader's and valid until the next block is read.</summary>
/// <param name="Position">Where it starts in the container, in bytes.</param>
/// <param name="Count">Number of records it claims.</param>
/// <param name="Data">The records, compressed or not.</param>
public readonly record struct StoredBlock(long Position, long Count, ReadOnlyMemory<byte> Data);
