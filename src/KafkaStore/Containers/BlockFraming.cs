namespace KafkaStore.Containers;

/// <summary>Writes blocks of a container, each with its count, its size and the sync marker.</summary>
internal static class BlockFraming
{
    public static void Write(IBufferWriter<byte> target, long count, ReadOnlySpan<byte> data, ReadOnlySpan<byte> sync)
    {
        AvroBinary.WriteLong(target, count);
        AvroBinary.WriteLong(target, data.Length);
        target.Write(data);
        target.Write(sync);
    }
}
