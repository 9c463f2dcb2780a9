namespace KafkaStore.Containers.Blocks;

/// <summary>What is said of a block beside its bytes.</summary>
/// <param name="FirstOffset">Of no meaning without a record.</param>
internal readonly record struct BlockFigures(long Count, long FirstOffset, long SmallestTimestamp, long LargestTimestamp)
{
    public static BlockFigures None { get; } = new(0, 0, long.MaxValue, long.MinValue);

    public BlockFigures With(EncodedRecord record) =>
        new(
            Count + 1,
            Count == 0 ? record.Offset : FirstOffset,
            Math.Min(SmallestTimestamp, record.Timestamp),
            Math.Max(LargestTimestamp, record.Timestamp)
        );
}
