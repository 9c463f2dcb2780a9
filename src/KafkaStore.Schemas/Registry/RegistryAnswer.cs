namespace KafkaStore.Schemas.Registry;

/// <summary>The JSON that a registry answers with.</summary>
internal static class RegistryAnswer
{
    /// <summary>Null where it is not what a registry says of a schema.</summary>
    public static RegisteredSchema? Schema(ReadOnlyMemory<byte> json) =>
        Parse(
            json,
            root =>
            {
                if (!root.TryGetProperty("schema", out JsonElement text) || text.ValueKind != JsonValueKind.String)
                    return null;
                var references = new List<SchemaReference>();
                if (root.TryGetProperty("references", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
                {
                    foreach (JsonElement item in list.EnumerateArray())
                    {
                        references.Add(
                            new SchemaReference(
                                item.GetProperty("name").GetString()!,
                                item.GetProperty("subject").GetString()!,
                                item.GetProperty("version").GetInt32()
                            )
                        );
                    }
                }

                // Avro, the first of them, goes without saying.
                string type =
                    root.TryGetProperty("schemaType", out JsonElement name) && name.ValueKind == JsonValueKind.String
                        ? name.GetString()!
                        : RegisteredSchema.Avro;
                int? id = root.TryGetProperty("id", out JsonElement number) && number.TryGetInt32(out int value) ? value : null;
                return new RegisteredSchema(type, text.GetString()!, references) { Id = id };
            }
        );

    /// <summary>Whether it says that there is no such schema, subject or version, and not just that nothing is at that address.</summary>
    public static bool IsNotFound(ReadOnlyMemory<byte> json) =>
        Parse(
            json,
            root =>
                root.TryGetProperty("error_code", out JsonElement code) && code.TryGetInt32(out int value) && value is >= 40400 and < 40500
                    ? ""
                    : null
        )
            is not null;

    private static T? Parse<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
