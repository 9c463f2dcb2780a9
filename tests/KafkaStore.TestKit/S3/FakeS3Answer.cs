namespace KafkaStore.Tests.S3;

/// <summary>What the server says when all went well.</summary>
internal sealed class FakeS3Answer(int status = 200)
{
    private const int PieceBytes = 64 * 1024;

    private static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The XML that is the body.</summary>
    public XElement? Xml { get; init; }

    /// <summary>The object that is the body, from the first byte on so many.</summary>
    public (FakeS3Object Source, long From, long Count)? Range { get; init; }

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public async Task WriteAsync(FakeS3Request request, FakeS3Fault? fault)
    {
        HttpResponse response = request.Context.Response;
        response.StatusCode = status;
        foreach ((string name, string value) in Headers)
            response.Headers[name] = value;
        if (Range is { } range)
        {
            response.ContentLength = range.Count;
            if (request.Method != "HEAD")
                await WriteAsync(request.Context, range.Source, range.From, range.Count, fault);
        }
        else if (Xml is not null)
        {
            response.ContentType = "application/xml";
            await response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Xml.ToString(SaveOptions.DisableFormatting));
        }
    }

    public static void Describe(Dictionary<string, string> headers, FakeS3Object found)
    {
        foreach ((string name, string value) in found.Headers)
            headers[name] = value;
        headers["ETag"] = $"\"{found.ETag}\"";
        headers["Accept-Ranges"] = "bytes";
        headers["Last-Modified"] = found.LastModified.ToString("R", CultureInfo.InvariantCulture);
    }

    private static async Task WriteAsync(HttpContext context, FakeS3Object source, long from, long count, FakeS3Fault? fault)
    {
        long cutAfter = fault?.CutResponseAfterBytes ?? long.MaxValue;
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            long written = 0;
            while (written < count)
            {
                int wanted = (int)Math.Min(Math.Min(PieceBytes, count - written), cutAfter - written);
                if (wanted == 0)
                {
                    await context.Response.Body.FlushAsync();
                    await fault!.WhenCut(context.RequestAborted);
                    context.Abort();
                    return;
                }

                int read = source.Read(piece.AsSpan(0, wanted), from + written);
                await context.Response.Body.WriteAsync(piece.AsMemory(0, read), context.RequestAborted);
                written += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
