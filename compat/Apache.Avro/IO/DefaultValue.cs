using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Avro.IO;

/// <summary>A field's default, given as JSON, in the encoding of its schema.</summary>
internal static class DefaultValue
{
    public static byte[] Encode(Schema schema, JsonElement? json)
    {
        var target = new MemoryStream();
        if (json is { } value)
            Write(target, schema, value);
        return target.ToArray();
    }

    private static void Write(Stream target, Schema schema, JsonElement json)
    {
        switch (schema.Tag)
        {
            case Schema.Type.Null:
                Expect(json, schema, "json null", JsonValueKind.Null);
                break;
            case Schema.Type.Boolean:
                Expect(json, schema, "json boolean", JsonValueKind.True, JsonValueKind.False);
                target.WriteByte(json.GetBoolean() ? (byte)1 : (byte)0);
                break;
            case Schema.Type.Int:
                ExpectInteger(json, schema);
                WriteLong(target, json.GetInt32());
                break;
            case Schema.Type.Long:
                ExpectInteger(json, schema);
                WriteLong(target, json.GetInt64());
                break;
            case Schema.Type.Float:
                // The library takes no integer here, such as 0.
                Expect(json, schema, "json number", JsonValueKind.Number);
                if (IsInteger(json))
                    throw Invalid(json, schema, "json number");
                WriteFloat(target, json.GetSingle());
                break;
            case Schema.Type.Double:
                // By way of a float, as in the library.
                Expect(json, schema, "json number", JsonValueKind.Number);
                WriteDouble(target, IsInteger(json) ? json.GetInt32() : json.GetSingle());
                break;
            case Schema.Type.Bytes:
                Expect(json, schema, "json string", JsonValueKind.String);
                WriteBytes(target, Encoding.Latin1.GetBytes(json.GetString()));
                break;
            case Schema.Type.Fixed:
                Expect(json, schema, "json string", JsonValueKind.String);
                byte[] bytes = Encoding.Latin1.GetBytes(json.GetString());
                if (bytes.Length != ((FixedSchema)schema).Size)
                    throw new AvroException($"Default fixed value {json} is not of expected length {((FixedSchema)schema).Size}");
                target.Write(bytes);
                break;
            case Schema.Type.String:
                Expect(json, schema, "json string", JsonValueKind.String);
                WriteBytes(target, Encoding.UTF8.GetBytes(json.GetString()));
                break;
            case Schema.Type.Enumeration:
                Expect(json, schema, "json string", JsonValueKind.String);
                WriteLong(target, ((EnumSchema)schema).Ordinal(json.GetString()));
                break;
            case Schema.Type.Array:
                Expect(json, schema, "json array", JsonValueKind.Array);
                if (json.GetArrayLength() > 0)
                    WriteLong(target, json.GetArrayLength());
                foreach (JsonElement item in json.EnumerateArray())
                    Write(target, ((ArraySchema)schema).ItemSchema, item);
                WriteLong(target, 0);
                break;
            case Schema.Type.Map:
                Expect(json, schema, "json object", JsonValueKind.Object);
                if (json.EnumerateObject().Any())
                    WriteLong(target, json.EnumerateObject().Count());
                foreach (JsonProperty entry in json.EnumerateObject())
                {
                    WriteBytes(target, Encoding.UTF8.GetBytes(entry.Name));
                    Write(target, ((MapSchema)schema).ValueSchema, entry.Value);
                }

                WriteLong(target, 0);
                break;
            case Schema.Type.Union:
                // A union's default is one of its first branch.
                WriteLong(target, 0);
                Write(target, ((UnionSchema)schema)[0], json);
                break;
            case Schema.Type.Logical:
                Write(target, ((LogicalSchema)schema).BaseSchema, json);
                break;
            default:
                Expect(json, schema, "json object", JsonValueKind.Object);
                foreach (Field field in (RecordSchema)schema)
                {
                    JsonElement value = json.TryGetProperty(field.Name, out JsonElement given)
                        ? given
                        : field.Default ?? throw new AvroException("No default value for field " + field.Name);
                    Write(target, field.Schema, value);
                }

                break;
        }
    }

    private static void Expect(JsonElement json, Schema schema, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!kinds.Contains(json.ValueKind))
            throw Invalid(json, schema, expected);
    }

    private static void ExpectInteger(JsonElement json, Schema schema)
    {
        if (json.ValueKind != JsonValueKind.Number || !IsInteger(json))
            throw Invalid(json, schema, "json integer");
    }

    private static bool IsInteger(JsonElement json) => json.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static AvroException Invalid(JsonElement json, Schema schema, string expected)
    {
        string type = schema.Tag == Schema.Type.Enumeration ? "enum" : schema.Tag.ToString().ToLower(CultureInfo.InvariantCulture);
        return new AvroException($"Default {type} value {json} is invalid, expected is {expected}.");
    }

    private static void WriteLong(Stream target, long value)
    {
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7)
            target.WriteByte((byte)(zigzag | 0x80));
        target.WriteByte((byte)zigzag);
    }

    private static void WriteBytes(Stream target, byte[] bytes)
    {
        WriteLong(target, bytes.Length);
        target.Write(bytes);
    }

    private static void WriteFloat(Stream target, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        target.Write(bytes);
    }

    private static void WriteDouble(Stream target, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        target.Write(bytes);
    }
}
