namespace KafkaStore.Tests.S3;

/// <summary>Whole objects.</summary>
internal sealed class FakeS3Objects(FakeS3Bucket bucket, FakeS3Request request)
{
    private const int MaximumMetadataBytes = 2048;
    private const int MaximumKeyBytes = 1024;

    public async Task<FakeS3Answer> PutAsync(FakeS3Fault? fault, bool ignoresCondition)
    {
        bool onlyIfAbsent = IsOnlyIfAbsent(request) && !ignoresCondition;
        Dictionary<string, string> kept = KeptHeaders(request);

        // Before the body, so that a client that waits for a 100 need not send it.
        if (onlyIfAbsent && bucket.Find(request.Key) is not null)
            throw FakeS3Bucket.PreconditionFailed();
        FakeS3Body body = await FakeS3Body.ReceiveAsync(request, fault);
        var added = new FakeS3Object([body.Content], ETagOf(body.Md5, kept), kept);
        bucket.Put(request.Key, added, onlyIfAbsent);
        var answer = new FakeS3Answer { Headers = { ["ETag"] = $"\"{added.ETag}\"" } };
        foreach ((string name, string value) in Encryption(kept))
            answer.Headers[name] = value;
        return answer;
    }

    public FakeS3Answer Get()
    {
        FakeS3Object found =
            bucket.Find(request.Key)
            ?? throw new FakeS3Exception(404, "NoSuchKey", "The specified key does not exist.", ("Key", request.Key));
        if (found.IsOffline && request.Method != "HEAD")
        {
            throw new FakeS3Exception(
                403,
                "InvalidObjectState",
                "The operation is not valid for the object's storage class",
                ("StorageClass", found.Headers.GetValueOrDefault("x-amz-storage-class", "STANDARD"))
            );
        }

        bool whole = !TryParseRange(request.Header("Range"), found.Length, out long from, out long count);
        var answer = new FakeS3Answer(whole ? 200 : 206) { Range = (found, from, count) };
        FakeS3Answer.Describe(answer.Headers, found);
        if (!whole)
            answer.Headers["Content-Range"] = $"bytes {from}-{from + count - 1}/{found.Length}";
        return answer;
    }

    public FakeS3Answer Delete()
    {
        bucket.Remove(request.Key);
        return new FakeS3Answer(204);
    }

    public FakeS3Answer List()
    {
        string prefix = request.Parameter("prefix") ?? "";
        string startAfter = request.Parameter("start-after") ?? "";
        string token = request.Parameter("continuation-token") ?? "";
        string after = token.Length > 0 ? Encoding.UTF8.GetString(Convert.FromBase64String(token)) : startAfter;
        int maximum = Math.Min(1000, int.Parse(request.Parameter("max-keys") ?? "1000", CultureInfo.InvariantCulture));
        (List<KeyValuePair<string, FakeS3Object>> page, bool isTruncated) = bucket.List(prefix, after, maximum);
        bool isUrl = request.Parameter("encoding-type") == "url";
        string Encoded(string text) => isUrl ? Uri.EscapeDataString(text).Replace("%2F", "/") : text;
        XElement xml = FakeS3Answer.Element(
            "ListBucketResult",
            FakeS3Answer.Element("Name", bucket.Name),
            FakeS3Answer.Element("Prefix", Encoded(prefix)),
            startAfter.Length > 0 ? FakeS3Answer.Element("StartAfter", Encoded(startAfter)) : null,
            token.Length > 0 ? FakeS3Answer.Element("ContinuationToken", token) : null,
            FakeS3Answer.Element("KeyCount", page.Count),
            FakeS3Answer.Element("MaxKeys", maximum),
            isUrl ? FakeS3Answer.Element("EncodingType", "url") : null,
            FakeS3Answer.Element("IsTruncated", isTruncated),
            isTruncated
                ? FakeS3Answer.Element("NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Key)))
                : null,
            page.Select(entry =>
                FakeS3Answer.Element(
                    "Contents",
                    FakeS3Answer.Element("Key", Encoded(entry.Key)),
                    FakeS3Answer.Element("LastModified", FakeS3Operations.Time(entry.Value.LastModified)),
                    FakeS3Answer.Element("ETag", $"\"{entry.Value.ETag}\""),
                    FakeS3Answer.Element("Size", entry.Value.Length),
                    FakeS3Answer.Element("StorageClass", entry.Value.Headers.GetValueOrDefault("x-amz-storage-class", "STANDARD"))
                )
            )
        );
        return new FakeS3Answer { Xml = xml };
    }

    /// <summary>Only * is allowed on a creation.</summary>
    internal static bool IsOnlyIfAbsent(FakeS3Request request) =>
        request.Header("If-None-Match") switch
        {
            null => false,
            "*" => true,
            _ => throw new FakeS3Exception(
                501,
                "NotImplemented",
                "A header you provided implies functionality that is not implemented",
                ("Header", "If-None-Match")
            ),
        };

    internal static Dictionary<string, string> KeptHeaders(FakeS3Request request)
    {
        if (Encoding.UTF8.GetByteCount(request.Key) > MaximumKeyBytes)
            throw new FakeS3Exception(400, "KeyTooLongError", "Your key is too long");
        var kept = request.HeadersLike("x-amz-meta-").ToDictionary(header => header.Name, header => header.Value);
        if (kept.Sum(header => header.Key.Length - "x-amz-meta-".Length + header.Value.Length) > MaximumMetadataBytes)
            throw new FakeS3Exception(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
        foreach ((string name, string value) in request.HeadersLike("x-amz-server-side-encryption"))
            kept[name] = value;
        if (kept.TryGetValue("x-amz-server-side-encryption", out string? method) && method is not ("AES256" or "aws:kms"))
            throw new FakeS3Exception(400, "InvalidArgument", "The encryption method specified is not supported");
        if (request.Header("Content-Type") is { } type)
            kept["Content-Type"] = type;
        return kept;
    }

    internal static IEnumerable<KeyValuePair<string, string>> Encryption(IReadOnlyDictionary<string, string> kept) =>
        kept.Where(header => header.Key.StartsWith("x-amz-server-side-encryption"));

    /// <summary>An MD5 of something else where a KMS key is in play.</summary>
    internal static string ETagOf(byte[] md5, IReadOnlyDictionary<string, string> kept) =>
        kept.GetValueOrDefault("x-amz-server-side-encryption") == "aws:kms"
            ? Convert.ToHexStringLower(SHA256.HashData(md5))[..32]
            : Convert.ToHexStringLower(md5);

    private static bool TryParseRange(string? range, long length, out long from, out long count)
    {
        (from, count) = (0, length);
        if (range is null || !range.StartsWith("bytes="))
            return false;
        string[] sides = range["bytes=".Length..].Split('-');
        from = long.Parse(sides[0], CultureInfo.InvariantCulture);
        long last = sides[1].Length == 0 ? length - 1 : Math.Min(length - 1, long.Parse(sides[1], CultureInfo.InvariantCulture));
        if (from >= length)
        {
            throw new FakeS3Exception(
                416,
                "InvalidRange",
                "The requested range is not satisfiable",
                ("RangeRequested", range),
                ("ActualObjectSize", length.ToString(CultureInfo.InvariantCulture))
            );
        }

        count = last - from + 1;
        return true;
    }
}
