using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KafkaStore.Storage;

/// <summary>
/// MD5 of an object's bytes: stores check uploads by it and catalogs show it. It never proves that two objects are equal;
/// the records digest does.
/// </summary>
public readonly record struct Md5Hash
{
    public const int Length = 16;

    private const int ReadBytes = 128 * 1024;

    private readonly UInt128 value;

    /// <exception cref="ArgumentException">They are not 16 bytes.</exception>
    public Md5Hash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"An MD5 has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>32 lower-case digits.</summary>
    public string Hex => Convert.ToHexStringLower(ToArray());

    /// <summary>As HTTP headers have it.</summary>
    public string Base64 => Convert.ToBase64String(ToArray());

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Of a stream from where it stands to its end, and how many bytes that were.</summary>
    public static async Task<(Md5Hash Hash, long Length)> OfAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            long length = 0;
            int read;
            while ((read = await stream.ReadAsync(bytes, cancellationToken)) > 0)
            {
                hash.AppendData(bytes, 0, read);
                length += read;
            }

            return (new Md5Hash(hash.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public static Md5Hash Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Length];
        CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes, hash);
        return new Md5Hash(hash);
    }

    /// <summary>Null where it is not 32 hexadecimal digits.</summary>
    public static Md5Hash? FromHex(string? text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return text?.Length == 2 * Length && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done
            ? new Md5Hash(bytes)
            : null;
    }

    /// <summary>Null where it is not the Base64 of 16 bytes, as a store says that keeps no MD5 of an object.</summary>
    public static Md5Hash? FromBase64(string? text)
    {
        Span<byte> bytes = stackalloc byte[Length + 2];
        return text is not null && Convert.TryFromBase64String(text, bytes, out int length) && length == Length
            ? new Md5Hash(bytes[..Length])
            : null;
    }

    public override string ToString() => Hex;
}
