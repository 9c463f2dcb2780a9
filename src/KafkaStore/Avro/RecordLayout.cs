using System.Text.Json;

namespace KafkaStore.Avro;

/// <summary>
/// The fields of a container's records in its writer's order. Reads this product's containers and those of the original
/// tool, which have no offset and no headers.
/// </summary>
public sealed class RecordLayout
{
    private static readonly RecordHeader[] NoHeaders = [];
    private readonly Field[] fields;

    private RecordLayout(Field[] fields) => this.fields = fields;

    private enum Field
    {
        Timestamp,
        Key,
        Value,
        Offset,
        Headers,
    }

    /// <summary>Of <c>message.avsc</c>.</summary>
    public static RecordLayout Current { get; } =
        Parse(MessageSchema.Utf8) ?? throw new InvalidOperationException("message.avsc has another layout.");

    /// <summary>False for the original tool's containers, whose offsets are base + position.</summary>
    public bool HasOffset => fields.Contains(Field.Offset);

    /// <summary>It is the very layout that this product writes.</summary>
    public bool IsCurrent => fields.AsSpan().SequenceEqual(Current.fields);

    /// <summary>Null when the schema is not of such records.</summary>
    public static RecordLayout? Parse(ReadOnlyMemory<byte> schema)
    {
        try
        {
            using var document = JsonDocument.Parse(schema);
            JsonElement root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !Is(root, "type", "record")
                || !root.TryGetProperty("fields", out JsonElement list)
                || list.ValueKind != JsonValueKind.Array
            )
            {
                return null;
            }

            var fields = new List<Field>();
            foreach (JsonElement field in list.EnumerateArray())
            {
                if (FieldOf(field) is not { } known || fields.Contains(known))
                    return null;
                fields.Add(known);
            }

            return fields.Contains(Field.Timestamp) && fields.Contains(Field.Key) && fields.Contains(Field.Value)
                ? new RecordLayout([.. fields])
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // not a schema at all; the latter comes from texts that are not UTF-8
        }
    }

    /// <summary>Reads the next record and moves past it; false where the bytes are not a record of this layout.</summary>
    public bool TryRead(ReadOnlyMemory<byte> source, ref int position, long assumedOffset, out Record record)
    {
        ReadOnlySpan<byte> bytes = source.Span;
        long timestamp = -1;
        long offset = assumedOffset;
        Range? key = null;
        Range? value = null;
        IReadOnlyList<RecordHeader> headers = NoHeaders;
        int at = position;
        record = default;
        foreach (Field field in fields)
        {
            bool read = field switch
            {
                Field.Timestamp => AvroBinary.TryReadLong(bytes, ref at, out timestamp),
                Field.Key => RecordEncoding.TryReadOptional(bytes, ref at, out key),
                Field.Value => RecordEncoding.TryReadOptional(bytes, ref at, out value),
                Field.Offset => AvroBinary.TryReadLong(bytes, ref at, out offset),
                _ => TryReadHeaders(source, ref at, out headers),
            };
            if (!read)
                return false;
        }

        position = at;
        record = new Record(offset, timestamp, Slice(source, key), Slice(source, value), headers);
        return true;
    }

    private static bool TryReadHeaders(ReadOnlyMemory<byte> source, ref int position, out IReadOnlyList<RecordHeader> headers)
    {
        ReadOnlySpan<byte> bytes = source.Span;
        headers = NoHeaders;
        List<RecordHeader>? list = null;
        while (AvroBinary.TryReadLong(bytes, ref position, out long count))
        {
            if (count == 0)
            {
                headers = list ?? headers;
                return true;
            }

            // A negative count, followed by the block's length, is the other way Avro writes the same.
            if (count == long.MinValue || (count < 0 && !AvroBinary.TryReadLong(bytes, ref position, out _)))
                return false;
            list ??= [];
            for (count = Math.Abs(count); count > 0; count--)
            {
                if (
                    !AvroBinary.TryReadBytes(bytes, ref position, out Range key)
                    || !RecordEncoding.TryReadOptional(bytes, ref position, out Range? value)
                )
                {
                    return false;
                }

                list.Add(new RecordHeader(Encoding.UTF8.GetString(bytes[key]), Slice(source, value)));
            }
        }

        return false;
    }

    // A bare null would become empty memory: arrays, null ones too, convert to ReadOnlyMemory.
    private static ReadOnlyMemory<byte>? Slice(ReadOnlyMemory<byte> source, Range? range) =>
        range is { } part ? source[part] : (ReadOnlyMemory<byte>?)null;

    private static Field? FieldOf(JsonElement field)
    {
        if (
            field.ValueKind != JsonValueKind.Object
            || !field.TryGetProperty("name", out JsonElement name)
            || name.ValueKind != JsonValueKind.String
            || !field.TryGetProperty("type", out JsonElement type)
        )
        {
            return null;
        }

        return name.GetString() switch
        {
            "timestamp" when IsName(type, "long") => Field.Timestamp,
            "key" when IsOptionalBytes(type) => Field.Key,
            "value" when IsOptionalBytes(type) => Field.Value,
            "offset" when IsName(type, "long") => Field.Offset,
            "headers" when IsHeaders(type) => Field.Headers,
            _ => null,
        };
    }

    private static bool IsHeaders(JsonElement type) =>
        type.ValueKind == JsonValueKind.Object
        && Is(type, "type", "array")
        && type.TryGetProperty("items", out JsonElement items)
        && items.ValueKind == JsonValueKind.Object
        && items.TryGetProperty("fields", out JsonElement fields)
        && fields.ValueKind == JsonValueKind.Array
        && fields.GetArrayLength() == 2
        && Is(fields[0], "name", "key")
        && Is(fields[0], "type", "string")
        && Is(fields[1], "name", "value")
        && fields[1].TryGetProperty("type", out JsonElement value)
        && IsOptionalBytes(value);

    private static bool IsOptionalBytes(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array && type.GetArrayLength() == 2 && IsName(type[0], "null") && IsName(type[1], "bytes");

    private static bool Is(JsonElement element, string property, string expected) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out JsonElement value) && IsName(value, expected);

    private static bool IsName(JsonElement type, string expected) => type.ValueKind == JsonValueKind.String && type.ValueEquals(expected);
}
