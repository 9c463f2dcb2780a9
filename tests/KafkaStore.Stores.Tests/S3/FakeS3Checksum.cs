using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KafkaStore.Stores.Tests.S3;

/// <summary>One of the checksums that the service knows, fed piece by piece.</summary>
internal sealed class FakeS3Checksum : IDisposable
{
    private static readonly ulong[] Crc32 = Table(0xEDB88320);
    private static readonly ulong[] Crc32C = Table(0x82F63B78);
    private static readonly ulong[] Crc64Nvme = Table(0x9A6C9329AC4BC9B5);

    private readonly IncrementalHash? hash;
    private readonly ulong[]? table;
    private readonly ulong ones;
    private ulong crc;

    private FakeS3Checksum(IncrementalHash hash) => this.hash = hash;

    private FakeS3Checksum(ulong[] table, ulong ones)
    {
        this.table = table;
        this.ones = ones;
        crc = ones;
    }

    /// <param name="algorithm">As it ends the header's name; null where there is none such.</param>
    public static FakeS3Checksum? Of(string algorithm) =>
        algorithm switch
        {
            "md5" => new(IncrementalHash.CreateHash(HashAlgorithmName.MD5)),
            "sha1" => new(IncrementalHash.CreateHash(HashAlgorithmName.SHA1)),
            "sha256" => new(IncrementalHash.CreateHash(HashAlgorithmName.SHA256)),
            "crc32" => new(Crc32, uint.MaxValue),
            "crc32c" => new(Crc32C, uint.MaxValue),
            "crc64nvme" => new(Crc64Nvme, ulong.MaxValue),
            _ => null,
        };

    public void Append(ReadOnlySpan<byte> bytes)
    {
        hash?.AppendData(bytes);
        if (table is null)
            return;
        foreach (byte one in bytes)
            crc = table[(byte)crc ^ one] ^ (crc >> 8);
    }

    public byte[] Finish()
    {
        if (hash is not null)
            return hash.GetHashAndReset();
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, crc ^ ones);
        return ones == uint.MaxValue ? bytes[4..] : bytes;
    }

    public void Dispose() => hash?.Dispose();

    private static ulong[] Table(ulong polynomial)
    {
        ulong[] table = new ulong[256];
        for (ulong index = 0; index < 256; index++)
        {
            ulong value = index;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) == 1 ? (value >> 1) ^ polynomial : value >> 1;
            table[index] = value;
        }

        return table;
    }
}
