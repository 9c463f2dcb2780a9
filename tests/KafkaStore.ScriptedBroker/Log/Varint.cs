namespace KafkaStore.Scripted.Log;

/// <summary>Whole numbers of variable length, zigzag, as records hold them.</summary>
internal static class Varint
{
    public static void Write(MemoryStream to, long value)
    {
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
            to.WriteByte((byte)(rest | 0x80));
        to.WriteByte((byte)rest);
    }

    public static long Read(ref ReadOnlyMemory<byte> rest)
    {
        ulong value = 0;
        for (int i = 0; ; i++)
        {
            byte next = rest.Span[i];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next >= 0x80)
                continue;
            rest = rest[(i + 1)..];
            return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }
}
