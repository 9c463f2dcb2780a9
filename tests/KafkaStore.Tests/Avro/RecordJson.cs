namespace KafkaStore.Tests.Avro;

/// <summary>Every field of a record as JSON, bytes in Base64: what crosses over to the independent library.</summary>
internal static class RecordJson
{
    public static JsonObject Of(Record record, bool original = false)
    {
        var json = new JsonObject
        {
            ["timestamp"] = record.Timestamp,
            ["key"] = Bytes(record.Key),
            ["value"] = Bytes(record.Value),
        };
        if (original)
            return json;
        json["offset"] = record.Offset;
        json["headers"] = new JsonArray([
            .. record.Headers.Select(header => new JsonObject { ["key"] = header.Key, ["value"] = Bytes(header.Value) }),
        ]);
        return json;
    }

    public static string Lines(IEnumerable<Record> records, bool original = false) =>
        string.Join("\n", records.Select(record => Of(record, original).ToJsonString()));

    /// <summary>Line by line as the script printed them, written the way <see cref="Of"/> is.</summary>
    public static IEnumerable<string> Normalized(string lines) =>
        lines
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.ToJsonString(JsonSerializerOptions.Default));

    private static JsonValue? Bytes(ReadOnlyMemory<byte>? bytes) =>
        bytes is { } present ? JsonValue.Create(Convert.ToBase64String(present.Span)) : null;
}
