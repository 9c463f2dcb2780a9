namespace KafkaStore.Avro;

/// <summary>Avro's binary encoding of the few types the container needs: longs as zigzag varints, bytes with their length before them.</summary>
internal static class AvroBinary
{
    public const int MaximumLongBytes = 10;

    public static int LongBytes(long value)
    {
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        return Math.Max(1, (70 - System.Numerics.BitOperations.LeadingZeroCount(zigzag)) / 7);
    }

    public static int WriteLong(Span<byte> target, long value)
    {
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        int written = 0;
        while (zigzag >= 0x80)
        {
            target[written++] = (byte)(zigzag | 0x80);
            zigzag >>= 7;
        }

        target[written++] = (byte)zigzag;
        return written;
    }

    public static void WriteLong(IBufferWriter<byte> target, long value) =>
        target.Advance(WriteLong(target.GetSpan(MaximumLongBytes), value));

    public static void WriteBytes(IBufferWriter<byte> target, ReadOnlySpan<byte> value)
    {
        WriteLong(target, value.Length);
        target.Write(value);
    }

    /// <summary>Reads a long and moves on; false, without moving, where the bytes end first or hold no 64-bit number.</summary>
    public static bool TryReadLong(ReadOnlySpan<byte> source, ref int position, out long value)
    {
        ulong zigzag = 0;
        int at = position;
        for (int shift = 0; shift < 70 && at < source.Length; shift += 7)
        {
            byte b = source[at++];
            if (shift == 63 && b > 1)
                break;
            zigzag |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                position = at;
                value = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>Reads bytes with their length before them and moves on; false where they would go past the end.</summary>
    public static bool TryReadBytes(ReadOnlySpan<byte> source, ref int position, out Range value)
    {
        int at = position;
        value = default;
        if (!TryReadLong(source, ref at, out long length) || length < 0 || length > source.Length - at)
            return false;
        value = at..(at + (int)length);
        position = at + (int)length;
        return true;
    }
}
