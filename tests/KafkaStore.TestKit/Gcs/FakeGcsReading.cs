namespace KafkaStore.Tests.Gcs;

/// <summary>Listing and downloading.</summary>
internal static class FakeGcsReading
{
    private const int MaximumResults = 1_000;

    public static JsonObject List(FakeGcsBucket bucket, FakeGcsRequest request)
    {
        int limit = int.TryParse(request.Parameter("maxResults"), out int wanted) ? Math.Clamp(wanted, 1, MaximumResults) : MaximumResults;
        string? after = request.Parameter("pageToken") is { } token ? Encoding.UTF8.GetString(Convert.FromBase64String(token)) : null;
        (IReadOnlyList<FakeGcsObject> Items, string? Last) page = bucket.List(
            request.Parameter("prefix") ?? "",
            request.Parameter("startOffset"),
            after,
            limit
        );
        string? fields = request.Parameter("fields");
        var json = new JsonObject { ["kind"] = "storage#objects" };
        if (page.Items.Count > 0)
            json["items"] = new JsonArray([.. page.Items.Select(item => Selected(item.ToJson(), fields))]);

        // Who asks for some fields and not for the token does not get it.
        if (page.Last is not null && (fields is null || fields.Contains("nextPageToken")))
            json["nextPageToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(page.Last));
        return json;
    }

    public static async Task DownloadAsync(FakeGcsBucket bucket, FakeGcsRequest request, HttpContext context, FakeGcsFault? fault)
    {
        FakeGcsObject found = bucket.Get(request.Object, request.Parameter("generation"));
        long length = found.Bytes.Length;
        (long from, long end) = (0, length);
        HttpResponse response = context.Response;
        if (ParseRange(context.Request.Headers.Range, length) is { } range)
        {
            (from, end) = range;
            if (from >= length)
                throw new FakeGcsException(416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied.");
            response.StatusCode = 206;
            response.Headers.ContentRange = $"bytes {from}-{end - 1}/{length}";
        }

        response.ContentType = found.ContentType;
        response.ContentLength = end - from;
        response.Headers["x-goog-generation"] = found.Generation.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-goog-hash"] = $"crc32c={found.Bytes.Crc32c}" + (found.Md5 is null ? "" : $",md5={found.Md5}");
        response.Headers["x-goog-stored-content-length"] = length.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-goog-storage-class"] = found.StorageClass;
        response.Headers["x-goog-stored-content-encoding"] = "identity";
        long stop = fault?.CutResponseAfterBytes is { } cut ? Math.Min(end, from + cut) : end;
        await SendAsync(found.Bytes, from, stop, response);
        if (stop < end)
        {
            await response.Body.FlushAsync();
            context.Abort();
        }
    }

    private static async Task SendAsync(FakeGcsBytes bytes, long from, long end, HttpResponse response)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (from < end)
            {
                int read = bytes.ReadAt(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - from)));
                await response.Body.WriteAsync(buffer.AsMemory(0, read));
                from += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (long From, long End)? ParseRange(string? header, long length)
    {
        if (header is null || !header.StartsWith("bytes=") || header.Contains(','))
            return null;
        string[] ends = header["bytes=".Length..].Split('-', 2);
        long from = long.Parse(ends[0], CultureInfo.InvariantCulture);
        return (from, ends[1].Length == 0 ? length : Math.Min(length, long.Parse(ends[1], CultureInfo.InvariantCulture) + 1));
    }

    private static JsonObject Selected(JsonObject item, string? fields)
    {
        if (fields is null || fields.IndexOf("items(") is not (>= 0 and { } start))
            return item;
        string[] names = fields[(start + "items(".Length)..fields.IndexOf(')', start)].Split(',');
        return new JsonObject(
            item.Where(pair => names.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))
        );
    }
}
