namespace KafkaStore.Tests.Schemas;

/// <summary>JSON that is written and compared.</summary>
internal static class JsonText
{
    public static string Of(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
            write(json);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Numbers are equal by value; the order of an object's members does not matter.</summary>
    public static void AssertSame(string expected, string actual)
    {
        using var one = JsonDocument.Parse(expected, new JsonDocumentOptions { MaxDepth = 1024 });
        using var other = JsonDocument.Parse(actual, new JsonDocumentOptions { MaxDepth = 1024 });
        Assert.True(JsonElement.DeepEquals(one.RootElement, other.RootElement), $"expected {expected}\nbut got {actual}");
    }
}
