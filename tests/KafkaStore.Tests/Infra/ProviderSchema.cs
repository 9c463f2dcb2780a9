namespace KafkaStore.Tests.Infra;

/// <summary>A provider's schema as its plugin protocol, version 5, wants it: <c>GetProviderSchema.Response</c>.</summary>
internal static class ProviderSchema
{
    private const int NestedList = 2;

    public static byte[] Encode(JsonElement provider)
    {
        ProtobufWriter response = new ProtobufWriter().Message(1, Schema(provider.GetProperty("provider")));
        foreach (JsonProperty resource in provider.GetProperty("resources").EnumerateObject())
            response.Message(2, Entry(resource));
        foreach (JsonProperty source in provider.GetProperty("data").EnumerateObject())
            response.Message(3, Entry(source));
        return response.ToArray();
    }

    private static ProtobufWriter Entry(JsonProperty named) => new ProtobufWriter().Text(1, named.Name).Message(2, Schema(named.Value));

    private static ProtobufWriter Schema(JsonElement block) => new ProtobufWriter().Message(2, Block(block, isOutermost: true));

    private static ProtobufWriter Block(JsonElement block, bool isOutermost)
    {
        var written = new ProtobufWriter();
        foreach (JsonProperty attribute in block.GetProperty("attributes").EnumerateObject())
        {
            written.Message(
                2,
                new ProtobufWriter()
                    .Text(1, attribute.Name)
                    .Bytes(2, Encoding.UTF8.GetBytes(attribute.Value.GetProperty("type").GetRawText()))
                    .Flag(4, Is(attribute, "required"))
                    .Flag(5, Is(attribute, "optional"))
                    .Flag(6, Is(attribute, "computed") || (isOutermost && attribute.Name == "id"))
            );
        }

        foreach (JsonProperty nested in block.GetProperty("blocks").EnumerateObject())
        {
            written.Message(
                3,
                new ProtobufWriter()
                    .Text(1, nested.Name)
                    .Message(2, Block(nested.Value.GetProperty("block"), isOutermost: false))
                    .Number(3, NestedList)
                    .Number(4, nested.Value.GetProperty("min").GetInt64())
                    .Number(5, nested.Value.GetProperty("max").GetInt64())
            );
        }

        return written;
    }

    private static bool Is(JsonProperty attribute, string what) =>
        attribute.Value.TryGetProperty(what, out JsonElement value) && value.GetBoolean();
}
