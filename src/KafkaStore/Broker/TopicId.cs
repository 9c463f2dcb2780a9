using System.Buffers.Binary;
using System.Buffers.Text;

namespace KafkaStore.Broker;

/// <summary>The id by which a Kafka cluster (2.8 and later) tells incarnations of a topic apart; none is ever given twice.</summary>
/// <param name="Most">Its first eight bytes.</param>
/// <param name="Least">Its last eight bytes.</param>
public readonly record struct TopicId(long Most, long Least)
{
    private const int Bytes = 16;

    /// <summary>All zeros: not an id, and equal to nothing.</summary>
    public bool IsNone => Most == 0 && Least == 0;

    /// <summary>As Kafka's own tools write it: base64 for URLs, 22 characters.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Most);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Least);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The inverse of <see cref="ToString"/>; anything that it would not write is refused, and so is none.</summary>
    public static bool TryParse(string? text, out TopicId id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (
            text is not { Length: 22 }
            || !Base64Url.IsValid(text, out int length)
            || length != Bytes
            || !Base64Url.TryDecodeFromChars(text, bytes, out int written)
            || written != Bytes
        )
        {
            return false;
        }

        id = new TopicId(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
        return !id.IsNone && id.ToString() == text;
    }
}
