using System.Buffers.Binary;
using System.Numerics;

namespace KafkaStore.Tests.Gcs;

/// <summary>Bytes that arrive and their hashes.</summary>
internal sealed class FakeGcsBytes : IDisposable
{
    private readonly IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly SpoolFile spool = new(memoryLimitBytes: SpooledBytes.MemoryBytes);
    private uint crc = uint.MaxValue;

    public long Length => spool.Length;

    public string Md5 => Convert.ToBase64String(md5.GetCurrentHash());

    public string Crc32c
    {
        get
        {
            byte[] bytes = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, ~crc);
            return Convert.ToBase64String(bytes);
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        spool.Write(bytes);
        md5.AppendData(bytes);
        crc = Crc(crc, bytes);
    }

    public int ReadAt(long position, Span<byte> target) => spool.ReadAt(position, target);

    public void Dispose()
    {
        md5.Dispose();
        spool.Dispose();
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return crc;
    }
}
