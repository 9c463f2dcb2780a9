using System.Buffers;
using System.Text;

namespace KafkaStore.Schemas.Decoding;

/// <summary>
/// A schema's text as Apache.Avro takes it. What decoding needs is kept; documentation, aliases, defaults and sort orders, on
/// which the library can fail, are left out. Logical types go by another name, since the library refuses those that it knows
/// on types where it does not expect them, and can't represent every value.
/// </summary>
internal static class AvroSchemaText
{
    /// <summary>What logical types are called in the text that comes out.</summary>
    public const string LogicalType = "kafka-store.logicalType";

    private const int MaximumDepth = 256;

    private static readonly string[] Kept = ["name", "namespace", "symbols", "size"];

    /// <exception cref="JsonException">It is no JSON, or no schema's.</exception>
    public static string ForLibrary(string schema)
    {
        using JsonDocument document = Parse(schema);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { MaxDepth = MaximumDepth * 4 }))
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String)
            {
                // The library takes a name alone only for a primitive type.
                json.WriteStartObject();
                json.WriteString("type", root.GetString());
                json.WriteEndObject();
            }
            else
            {
                WriteSchema(json, root, outer: null);
            }
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static JsonDocument Parse(string schema)
    {
        try
        {
            return JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        }
        catch (JsonException) when (IsBareName(schema.Trim()))
        {
            return JsonDocument.Parse($"\"{schema.Trim()}\""); // some registries say string where others say "string"
        }
    }

    private static bool IsBareName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.');

    private static void WriteSchema(Utf8JsonWriter json, JsonElement schema, JsonElement? outer)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.String:
                schema.WriteTo(json);
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement branch in schema.EnumerateArray())
                    WriteSchema(json, branch, null);
                json.WriteEndArray();
                break;
            case JsonValueKind.Object when schema.TryGetProperty("type", out JsonElement type):
                WriteObject(json, schema, type, outer);
                break;
            default:
                throw new JsonException($"{schema.GetRawText()} is no schema");
        }
    }

    private static void WriteObject(Utf8JsonWriter json, JsonElement schema, JsonElement type, JsonElement? outer)
    {
        if (type.ValueKind != JsonValueKind.String)
        {
            WriteSchema(json, type, outer ?? schema); // {"type": {"type": …}} is the inner one; what the outer says of it holds too
            return;
        }

        json.WriteStartObject();
        type.WriteTo(json, "type");
        foreach (string name in Kept)
        {
            if (schema.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
                value.WriteTo(json, name);
        }

        JsonElement annotated = schema.TryGetProperty("logicalType", out _) ? schema : outer ?? schema;
        if (annotated.TryGetProperty("logicalType", out JsonElement logical) && logical.ValueKind == JsonValueKind.String)
            json.WriteString(LogicalType, logical.GetString());
        if (annotated.TryGetProperty("scale", out JsonElement scale) && scale.ValueKind == JsonValueKind.Number)
            scale.WriteTo(json, "scale");
        foreach (string name in new[] { "items", "values" })
        {
            if (schema.TryGetProperty(name, out JsonElement inner))
            {
                json.WritePropertyName(name);
                WriteSchema(json, inner, null);
            }
        }

        if (schema.TryGetProperty("fields", out JsonElement fields))
            WriteFields(json, fields);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Array)
            throw new JsonException("a record's fields are no array");
        json.WriteStartArray("fields");
        foreach (JsonElement field in fields.EnumerateArray())
        {
            if (
                field.ValueKind != JsonValueKind.Object
                || !field.TryGetProperty("name", out JsonElement name)
                || !field.TryGetProperty("type", out JsonElement type)
            )
            {
                throw new JsonException("a field has no name or no type");
            }

            json.WriteStartObject();
            name.WriteTo(json, "name");
            json.WritePropertyName("type");
            WriteSchema(json, type, null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTo(this JsonElement value, Utf8JsonWriter json, string name)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
