namespace KafkaStore.Avro;

/// <summary>One block of a container's body.</summary>
/// <param name="Length">In bytes, with its count, size and sync marker.</param>
/// <param name="FirstOffset">Offset of its first record.</param>
/// <param name="SmallestTimestamp">Unix milliseconds, inclusive.</param>
/// <param name="LargestTimestamp">Unix milliseconds, inclusive.</param>
public readonly record struct BlockEntry(long Length, long FirstOffset, long SmallestTimestamp, long LargestTimestamp);

/// <summary>
/// <c>kafka.blocks</c>: four Avro longs a block, in the order of <see cref="BlockEntry"/>, so that a reader seeks instead
/// of scanning. The first block starts where the header ends.
/// </summary>
public static class BlockIndex
{
    // Count, size and sync marker; with it lengths can be added up without an overflow.
    private const long MaximumLength = ContainerLimits.MaximumBlockBytes + (2 * AvroBinary.MaximumLongBytes) + ContainerHeader.SyncLength;

    public static byte[] Write(IReadOnlyList<BlockEntry> blocks)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(1, blocks.Count * 16));
        foreach (BlockEntry block in blocks)
        {
            AvroBinary.WriteLong(buffer, block.Length);
            AvroBinary.WriteLong(buffer, block.FirstOffset);
            AvroBinary.WriteLong(buffer, block.SmallestTimestamp);
            AvroBinary.WriteLong(buffer, block.LargestTimestamp);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>False when the bytes are no block index: they end early, or lengths or offsets make no sense.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out IReadOnlyList<BlockEntry> blocks)
    {
        var list = new List<BlockEntry>();
        blocks = list;
        int position = 0;
        while (position < bytes.Length)
        {
            if (
                !AvroBinary.TryReadLong(bytes, ref position, out long length)
                || !AvroBinary.TryReadLong(bytes, ref position, out long first)
                || !AvroBinary.TryReadLong(bytes, ref position, out long smallest)
                || !AvroBinary.TryReadLong(bytes, ref position, out long largest)
                || length is <= 0 or > MaximumLength
                || first < 0
                || smallest > largest
                || (list.Count > 0 && first <= list[^1].FirstOffset)
            )
            {
                return false;
            }

            list.Add(new BlockEntry(length, first, smallest, largest));
        }

        return true;
    }
}
