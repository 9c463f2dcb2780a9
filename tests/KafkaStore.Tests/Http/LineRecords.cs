namespace KafkaStore.Tests.Http;

/// <summary>Records taken from their JSON lines again.</summary>
internal static class LineRecords
{
    public static IEnumerable<Record> Parse(byte[] lines)
    {
        string text = Encoding.ASCII.GetString(lines);
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "The last line is not whole.");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Parse(JsonNode.Parse(line)!));
    }

    private static Record Parse(JsonNode line) =>
        new(
            line["offset"]!.GetValue<long>(),
            line["timestamp"]!.GetValue<long>(),
            Bytes(line, "key"),
            Bytes(line, "value"),
            [
                .. (line["headers"]?.AsArray() ?? []).Select(header => new RecordHeader(
                    header!["key"]!.GetValue<string>(),
                    Bytes(header, "value")
                )),
            ]
        );

    private static ReadOnlyMemory<byte>? Bytes(JsonNode line, string name)
    {
        if (line[$"{name}Base64"] is { } base64)
            return Convert.FromBase64String(base64.GetValue<string>());
        return line[name] is { } text ? Encoding.UTF8.GetBytes(text.GetValue<string>()) : (ReadOnlyMemory<byte>?)null;
    }
}
