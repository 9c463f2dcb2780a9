using System.Buffers.Binary;

namespace KafkaStore.Storage;

/// <summary>
/// MD5 of an object's bytes: stores check uploads by it and catalogs show it. It never proves that two objects are equal;
/// the records digest does.
/// </summary>
public readonly record struct Md5Hash
{
    public const int Length = 16;

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

    /// <summary>Null where it is not the Base64 of 16 bytes, as a store says that keeps no MD5 of an object.</summary>
    public static Md5Hash? FromBase64(string? text)
    {
        Span<byte> bytes = stackalloc byte[Length + 2];
        return text is not null && Convert.TryFromBase64String(text, bytes, out int length) && length == Length ? new Md5Hash(bytes[..Length]) : null;
    }

    public override string ToString() => Hex;
}
