namespace KafkaStore.Tests.Avro;

public sealed class MessageSchemaTests
{
    /// <summary>Sync markers, so every archive object's bytes, depend on this text.</summary>
    private const string Schema =
        """{"type":"record","name":"message","fields":[{"name":"timestamp","type":"long"},{"name":"key","type":["null","bytes"]},{"name":"value","type":["null","bytes"]},{"name":"offset","type":"long"},{"name":"headers","type":{"type":"array","items":{"type":"record","name":"header","fields":[{"name":"key","type":"string"},{"name":"value","type":["null","bytes"]}]}}}]}""";

    [Fact]
    public void SchemaIsWrittenWithoutWhiteSpace() => Assert.Equal(Schema, Encoding.UTF8.GetString(MessageSchema.Utf8.Span));

    [Fact]
    public void SchemaStartsWithTheOriginalsThreeFields()
    {
        using var ours = JsonDocument.Parse(MessageSchema.Utf8);
        using var originals = JsonDocument.Parse(RecordLayoutTests.OriginalSchema);
        JsonElement[] first = [.. ours.RootElement.GetProperty("fields").EnumerateArray().Take(3)];

        Assert.Equal(originals.RootElement.GetProperty("name").GetString(), ours.RootElement.GetProperty("name").GetString());
        Assert.All(
            originals.RootElement.GetProperty("fields").EnumerateArray().Zip(first),
            pair => Assert.True(JsonElement.DeepEquals(pair.First, pair.Second))
        );
    }
}
