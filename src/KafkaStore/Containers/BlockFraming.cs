namespace KafkaStore.Containers;

/// <summary>Writes blocks of a container, each with its count, its size and the sync marker.</summary>
internal static class BlockFraming
{
    /// <summary>Of the two numbers before a block's data.</summary>
    public const int MaximumHeadBytes = 2 * AvroBinary.MaximumLongBytes;

    /// <summary>How long they became.</summary>
    public static int WriteHead(Span<byte> target, long count, int size)
    {
        int length = AvroBinary.WriteLong(target, count);
        return length + AvroBinary.WriteLong(target[length..], size);
    }

    public static void Write(IBufferWriter<byte> target, long count, ReadOnlySpan<byte> data, ReadOnlySpan<byte> sync)
    {
        target.Advance(WriteHead(target.GetSpan(MaximumHeadBytes), count, data.Length));
        target.Write(data);
        target.Write(sync);
    }
}
