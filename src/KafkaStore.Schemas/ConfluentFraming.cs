using System.Buffers.Binary;

namespace KafkaStore.Schemas;

/// <summary>
/// How Confluent's serializers put a schema's id before a key or value: a zero byte, then the id as 4 bytes big-endian, then
/// the data.
/// </summary>
public static class ConfluentFraming
{
    /// <summary>Bytes before the data.</summary>
    public const int Length = 5;

    private const byte Magic = 0;

    /// <summary>
    /// Whether the bytes may be framed: they begin with the magic byte and a positive number. Other formats can look so too;
    /// only the registry tells.
    /// </summary>
    public static bool TryReadId(ReadOnlySpan<byte> bytes, out int id)
    {
        id = 0;
        return bytes.Length >= Length && bytes[0] == Magic && (id = BinaryPrimitives.ReadInt32BigEndian(bytes[1..])) > 0;
    }

    /// <summary>As <see cref="TryReadId"/>; the data points into the bytes.</summary>
    public static bool TrySplit(ReadOnlyMemory<byte> bytes, out int id, out ReadOnlyMemory<byte> data)
    {
        bool framed = TryReadId(bytes.Span, out id);
        data = framed ? bytes[Length..] : default;
        return framed;
    }
}
