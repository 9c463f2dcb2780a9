using System.Text.Json;

namespace Avro;

/// <summary>Properties of a schema's JSON.</summary>
internal static class JsonText
{
    public static string Optional(JsonElement json, string field)
    {
        if (!json.TryGetProperty(field, out JsonElement value))
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new SchemaParseException($"Field {field} is not a string");
    }

    public static string Required(JsonElement json, string field) =>
        Optional(json, field) is { Length: > 0 } text ? text : throw new SchemaParseException($"No \"{field}\" JSON field: {json.GetRawText()}");

    public static int RequiredInteger(JsonElement json, string field)
    {
        if (!json.TryGetProperty(field, out JsonElement value))
            throw new SchemaParseException($"No \"{field}\" JSON field: {json.GetRawText()}");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : throw new SchemaParseException($"Field {field} is not an integer");
    }

    /// <summary>Null without any.</summary>
    public static List<string> Aliases(JsonElement json)
    {
        if (!json.TryGetProperty("aliases", out JsonElement aliases))
            return null;
        if (aliases.ValueKind != JsonValueKind.Array || aliases.EnumerateArray().Any(alias => alias.ValueKind != JsonValueKind.String))
            throw new SchemaParseException("Aliases must be of format JSON array of strings");
        return [.. aliases.EnumerateArray().Select(alias => alias.GetString())];
    }
}
