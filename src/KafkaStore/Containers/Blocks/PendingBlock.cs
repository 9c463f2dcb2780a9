namespace KafkaStore.Containers.Blocks;

/// <summary>A block that is being filled, in rented memory.</summary>
internal sealed class PendingBlock : IDisposable
{
    // Grows with what comes: most segments of idle partitions are far smaller than a block.
    private const int SmallestBytes = 4096;

    private byte[] buffer = [];
    private int length;

    /// <summary>Of the records, one after another.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    public long Count { get; private set; }

    public long FirstOffset { get; private set; }

    public long SmallestTimestamp { get; private set; } = long.MaxValue;

    public long LargestTimestamp { get; private set; } = long.MinValue;

    public void Append(EncodedRecord record)
    {
        if (Count++ == 0)
            FirstOffset = record.Offset;
        SmallestTimestamp = Math.Min(SmallestTimestamp, record.Timestamp);
        LargestTimestamp = Math.Max(LargestTimestamp, record.Timestamp);
        if (buffer.Length - length < record.Bytes.Length)
            Grow(record.Bytes.Length);
        record.Bytes.Span.CopyTo(buffer.AsSpan(length));
        length += record.Bytes.Length;
    }

    /// <summary>Gives the memory back; the figures stay.</summary>
    public void Dispose()
    {
        BlockMemory.GiveBack(buffer);
        buffer = [];
        length = 0;
    }

    private void Grow(int bytes)
    {
        byte[] larger = BlockMemory.Take(Wanted(length + (long)bytes));
        buffer.AsSpan(0, length).CopyTo(larger);
        BlockMemory.GiveBack(buffer);
        buffer = larger;
    }

    // By four, so that little is copied; a block of usual records comes to its size without more.
    private long Wanted(long needed) =>
        needed > ContainerLimits.BlockBytes
            ? needed
            : Math.Max(needed, Math.Min(Math.Max(SmallestBytes, 4L * length), ContainerLimits.BlockBytes));
}
