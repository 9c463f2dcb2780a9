using System.Buffers;
using System.Text;

namespace KafkaStore.Schemas.Decoding;

/// <summary>
/// The texts of a schema and of those that it names, as Apache.Avro takes them. What decoding needs is kept; documentation,
/// aliases, defaults and sort orders, on which the library can fail, are left out. Logical types go by another name, since the
/// library refuses those that it knows on types where it does not expect them, and can't represent every value.
/// </summary>
internal sealed class AvroSchemaText
{
    /// <summary>What logical types are called in the text that comes out.</summary>
    public const string LogicalType = "kafka-store.logicalType";

    private const int MaximumDepth = 256;

    private static readonly string[] Kept = ["name", "namespace", "symbols", "size"];

    private int left = SchemaSize.MaximumParts;

    /// <exception cref="JsonException">It is no JSON, or no schema's.</exception>
    /// <exception cref="FormatException">All that were asked for have too many types.</exception>
    public string ForLibrary(string schema)
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

    private void WriteSchema(Utf8JsonWriter json, JsonElement schema, JsonElement? outer)
    {
        if (--left < 0)
            throw new FormatException($"it has more than {SchemaSize.MaximumParts:N0} types");
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

    private void WriteObject(Utf8JsonWriter json, JsonElement schema, JsonElement type, JsonElement? outer)
    {
        if (type.ValueKind != JsonValueKind.String)
        {
            WriteSchema(json, type, outer ?? schema); // {"type": {"type": …}} is the inner one; what the outer says of it holds too
            return;
        }

        json.WriteStartObject();
        WriteTo(type, json, "type");
        foreach (string name in Kept)
        {
            if (schema.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
                WriteTo(value, json, name);
        }

        JsonElement annotated = schema.TryGetProperty("logicalType", out _) ? schema : outer ?? schema;
        if (annotated.TryGetProperty("logicalType", out JsonElement logical) && logical.ValueKind == JsonValueKind.String)
            json.WriteString(LogicalType, logical.GetString());
        if (annotated.TryGetProperty("scale", out JsonElement scale) && scale.ValueKind == JsonValueKind.Number)
            WriteTo(scale, json, "scale");
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

    private void WriteFields(Utf8JsonWriter json, JsonElement fields)
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
            WriteTo(name, json, "name");
            json.WritePropertyName("type");
            WriteSchema(json, type, null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTo(JsonElement value, Utf8JsonWriter json, string name)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
