using System.Security.Cryptography;

namespace KafkaStore.Records;

/// <summary>A SHA-256 hash, compared and shown as 64 lower-case hex digits.</summary>
public readonly record struct Sha256Hash(string Hex)
{
    public const int ByteLength = 32;

    /// <summary>Of no bytes at all.</summary>
    public static Sha256Hash OfNothing { get; } = Of([]);

    public static Sha256Hash Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[ByteLength];
        SHA256.HashData(bytes, hash);
        return FromBytes(hash);
    }

    public static Sha256Hash FromBytes(ReadOnlySpan<byte> hash) => new(Convert.ToHexStringLower(hash));

    public static bool TryParse(string? text, out Sha256Hash hash)
    {
        hash = new Sha256Hash(text ?? "");
        return hash.Hex.Length == 2 * ByteLength && LowerHex.Is(hash.Hex);
    }

    public byte[] ToBytes() => Convert.FromHexString(Hex);

    public override string ToString() => Hex;
}
