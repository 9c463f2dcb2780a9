using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace KafkaStore.Stores.Tests.Gcs.Server;

/// <summary>Bytes that arrive and their hashes: few in memory, more in a temporary file.</summary>
internal sealed class FakeGcsBytes : IDisposable
{
    private const int MemoryBytes = 128 * 1024;

    private readonly IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly MemoryStream memory = new();
    private FileStream? file;
    private uint crc = uint.MaxValue;

    public long Length { get; private set; }

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
        if (file is null && Length + bytes.Length > MemoryBytes)
        {
            string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, 0, FileOptions.DeleteOnClose);
            memory.WriteTo(file);
            memory.SetLength(0);
        }

        if (file is null)
            memory.Write(bytes);
        else
            RandomAccess.Write(file.SafeFileHandle, bytes, Length);
        md5.AppendData(bytes);
        crc = Crc(crc, bytes);
        Length += bytes.Length;
    }

    public int ReadAt(long position, Span<byte> target)
    {
        if (file is not null)
            return RandomAccess.Read(file.SafeFileHandle, target, position);
        int count = (int)Math.Min(target.Length, Length - position);
        memory.GetBuffer().AsSpan((int)position, count).CopyTo(target);
        return count;
    }

    public void Dispose()
    {
        md5.Dispose();
        file?.Dispose();
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
