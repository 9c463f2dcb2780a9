namespace KafkaStore.Tests.Support;

/// <summary>Bytes of the tests' servers: few in memory, more in a file without a name.</summary>
internal static class SpooledBytes
{
    public const int MemoryBytes = 64 * 1024;

    public static int ReadAt(this SpoolFile spool, long position, Span<byte> target)
    {
        using Stream stream = spool.OpenRead();
        stream.Position = position;
        return stream.Read(target);
    }
}
