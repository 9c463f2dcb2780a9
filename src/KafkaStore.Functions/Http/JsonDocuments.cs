using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace KafkaStore.Functions.Http;

/// <summary>Small JSON documents, made in memory and sent whole.</summary>
internal static class JsonDocuments
{
    public const string ContentType = "application/json";

    // Quotes and signs in messages stay readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
            write(json);
        return WithoutTags(bytes.WrittenSpan.ToArray());
    }

    // Messages repeat what was asked. In JSON < stands in strings alone; without it nothing is a tag to anybody who takes this for HTML.
    private static byte[] WithoutTags(byte[] json) =>
        json.AsSpan().Contains((byte)'<')
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).Replace("<", "\\u003C", StringComparison.Ordinal))
            : json;

    public static async Task SendAsync(HttpResponse response, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        byte[] body = Write(write);
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }
}
