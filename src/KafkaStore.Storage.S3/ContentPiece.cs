using System.Buffers;
using System.Security.Cryptography;

namespace KafkaStore.Storage.S3;

/// <summary>
/// As many of a content's bytes as go into one request, in rented memory, so that the SDK can send them again. Their MD5
/// lets the service refuse what was damaged on the way.
/// </summary>
internal sealed class ContentPiece
{
    private readonly byte[] rented;

    public ContentPiece(byte[] rented, int length)
    {
        this.rented = rented;
        Length = length;
        Span<byte> hash = stackalloc byte[Md5Hash.Length];
        CryptographicOperations.HashData(HashAlgorithmName.MD5, rented.AsSpan(0, length), hash);
        Md5 = new Md5Hash(hash);
    }

    public int Length { get; }

    public Md5Hash Md5 { get; }

    public Stream Open() => new MemoryStream(rented, 0, Length, writable: false);

    /// <summary>
    /// Gives the memory back. Only after a request that went well: a failed or cancelled one may still be reading from it.
    /// </summary>
    public void Return() => ArrayPool<byte>.Shared.Return(rented);
}
