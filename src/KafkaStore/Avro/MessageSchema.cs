using System.Text.Json;

namespace KafkaStore.Avro;

/// <summary>The schema of every container this product writes, <c>message.avsc</c>, without white space.</summary>
public static class MessageSchema
{
    private static readonly byte[] Compact = Load();

    /// <summary>As written into <c>avro.schema</c>.</summary>
    public static ReadOnlyMemory<byte> Utf8 => Compact;

    private static byte[] Load()
    {
        using Stream stream =
            typeof(MessageSchema).Assembly.GetManifestResourceStream("message.avsc")
            ?? throw new InvalidOperationException("message.avsc is not embedded.");
        using var document = JsonDocument.Parse(stream);
        var buffer = new ArrayBufferWriter<byte>();

        // Written anew so that a checkout's line endings can't change the bytes, which sync markers depend on.
        using (var writer = new Utf8JsonWriter(buffer))
            document.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
