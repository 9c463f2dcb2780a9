using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace KafkaStore.Tests.Gcs;

/// <summary>Insertion of objects: media, multipart, and resumable as Google documents it.</summary>
internal sealed partial class FakeGcsUploads
{
    /// <summary>What arrives of an upload is kept in units of this; only its end may be smaller.</summary>
    private const int UnitBytes = 256 * 1024;

    private static readonly string[] StorageClasses = ["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"];

    private readonly ConcurrentDictionary<string, Session> sessions = new();

    public static async Task<JsonObject> InsertAsync(FakeGcsBucket bucket, FakeGcsRequest request, HttpContext context, Stream body)
    {
        JsonObject resource = [];
        Stream media = body;
        string? contentType = context.Request.ContentType;
        if (request.Parameter("uploadType") == "multipart")
        {
            string boundary =
                HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(contentType).Boundary).Value
                ?? throw FakeGcsException.Invalid("The multipart body has no boundary.");
            var reader = new MultipartReader(boundary, body);
            MultipartSection first = await reader.ReadNextSectionAsync() ?? throw FakeGcsException.Invalid("The metadata part is missing.");
            resource = await ReadJsonAsync(first.Body);
            MultipartSection second = await reader.ReadNextSectionAsync() ?? throw FakeGcsException.Invalid("The media part is missing.");
            (media, contentType) = (second.Body, second.ContentType);
        }

        string name = NameOf(resource, request);
        bucket.CheckPrecondition(request, name);
        var bytes = new FakeGcsBytes();
        await CopyAsync(media, bytes, 0, keepsTail: true);
        return Commit(bucket, request, resource, contentType, bytes);
    }

    public async Task StartAsync(FakeGcsBucket bucket, FakeGcsRequest request, HttpContext context, Stream body)
    {
        // Google's .NET client compresses what it says in JSON.
        await using Stream json =
            context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : body;
        JsonObject resource = await ReadJsonAsync(json);
        string name = NameOf(resource, request);
        CheckStorageClass(resource);
        bucket.CheckPrecondition(request, name);
        IHeaderDictionary headers = context.Request.Headers;
        string id = Guid.NewGuid().ToString("N");
        sessions[id] = new Session(
            bucket,
            request,
            resource,
            headers["X-Upload-Content-Type"],
            (long?)Number(headers["X-Upload-Content-Length"])
        );
        context.Response.Headers["X-GUploader-UploadID"] = id;
        context.Response.Headers.Location =
            $"{context.Request.Scheme}://{context.Request.Host}/upload/storage/v1/b/{bucket.Name}/o"
            + $"?uploadType=resumable&name={Uri.EscapeDataString(name)}&upload_id={id}";
    }

    /// <returns>The object's resource when it is whole; null: more is wanted.</returns>
    public async Task<JsonObject?> ContinueAsync(FakeGcsRequest request, Stream body)
    {
        Session session =
            sessions.GetValueOrDefault(request.Query["upload_id"]) ?? throw new FakeGcsException(404, "notFound", "Not Found");
        await session.Turn.WaitAsync();
        try
        {
            return await ContinueAsync(session, request.ContentRange, body);
        }
        finally
        {
            session.Turn.Release();
        }
    }

    /// <summary>The last byte kept so far; null: none.</summary>
    public long? LastByte(FakeGcsRequest request) =>
        sessions[request.Query["upload_id"]].Bytes.Length is > 0 and { } length ? length - 1 : null;

    private static async Task<JsonObject?> ContinueAsync(Session session, string? range, Stream body)
    {
        if (session.Created is not null)
            return session.Created;
        Match match = ContentRange().Match(range ?? "bytes 0-*/*");
        if (!match.Success)
            throw FakeGcsException.Invalid($"Failed to parse Content-Range header: {range}.");
        long? total = Number(match.Groups["total"].Value) ?? session.AnnouncedLength;
        if (session.AnnouncedLength is { } announced && total != announced)
            throw FakeGcsException.Invalid($"Upload has {total} bytes and announced {announced}.");
        if (match.Groups["first"].Success)
        {
            long first = Number(match.Groups["first"].Value)!.Value;
            if (first > session.Bytes.Length)
                throw FakeGcsException.Invalid($"Invalid request. There are only {session.Bytes.Length} bytes before byte {first}.");
            long? last = Number(match.Groups["last"].Value);
            await CopyAsync(body, session.Bytes, session.Bytes.Length - first, keepsTail: last is null || last + 1 == total);
            if (last is null && total is null)
                total = session.Bytes.Length;
        }

        if (total is null || session.Bytes.Length < total)
            return null;
        if (session.Bytes.Length > total)
            throw FakeGcsException.Invalid($"Upload has {session.Bytes.Length} bytes and should have {total}.");
        session.Created = Commit(session.Bucket, session.Request, session.Resource, session.ContentType, session.Bytes);
        return session.Created;
    }

    private static JsonObject Commit(
        FakeGcsBucket bucket,
        FakeGcsRequest request,
        JsonObject resource,
        string? contentType,
        FakeGcsBytes bytes
    )
    {
        CheckStorageClass(resource);
        CheckHash("MD5", (string?)resource["md5Hash"], bytes.Md5);
        CheckHash("CRC32C", (string?)resource["crc32c"], bytes.Crc32c);
        var created = new FakeGcsObject(bucket.Name, NameOf(resource, request), FakeGcsBucket.NextGeneration(), bytes)
        {
            ContentType = (string?)resource["contentType"] ?? contentType ?? "application/octet-stream",
            StorageClass = (string?)resource["storageClass"] ?? "STANDARD",
            KmsKeyName = request.Parameter("kmsKeyName") ?? (string?)resource["kmsKeyName"],
            Metadata = resource["metadata"]?.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!) ?? [],
            Md5 = bytes.Md5,
            Created = TimeProvider.System.GetUtcNow(),
        };
        bucket.Put(request, created);
        return created.ToJson();
    }

    private static void CheckHash(string kind, string? announced, string calculated)
    {
        if (announced is not null && announced != calculated)
            throw FakeGcsException.Invalid($"Provided {kind} hash \"{announced}\" doesn't match calculated {kind} hash \"{calculated}\".");
    }

    private static void CheckStorageClass(JsonObject resource)
    {
        if ((string?)resource["storageClass"] is { } storageClass && !StorageClasses.Contains(storageClass))
            throw FakeGcsException.Invalid($"Invalid storage class {storageClass}.");
    }

    private static string NameOf(JsonObject resource, FakeGcsRequest request) =>
        request.Parameter("name") ?? (string?)resource["name"] ?? throw new FakeGcsException(400, "required", "Required parameter: name");

    private static async Task<JsonObject> ReadJsonAsync(Stream body)
    {
        using var reader = new StreamReader(body, leaveOpen: true);
        string text = await reader.ReadToEndAsync();
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    private static async Task CopyAsync(Stream body, FakeGcsBytes bytes, long skip, bool keepsTail)
    {
        byte[] unit = ArrayPool<byte>.Shared.Rent(UnitBytes);
        try
        {
            while (true)
            {
                int read = await body.ReadAtLeastAsync(unit.AsMemory(0, UnitBytes), UnitBytes, throwOnEndOfStream: false);
                if (read < UnitBytes && !keepsTail)
                    return;
                int skipped = (int)Math.Min(skip, read);
                bytes.Append(unit.AsSpan(skipped, read - skipped));
                skip -= skipped;
                if (read < UnitBytes)
                    return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unit);
        }
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    [GeneratedRegex(@"^bytes ((?<first>\d+)-(?<last>\d+|\*)|\*)/(?<total>\d+|\*)$")]
    private static partial Regex ContentRange();

    private sealed class Session(
        FakeGcsBucket bucket,
        FakeGcsRequest request,
        JsonObject resource,
        string? contentType,
        long? announcedLength
    )
    {
        public FakeGcsBucket Bucket => bucket;

        public FakeGcsRequest Request => request;

        public JsonObject Resource => resource;

        public string? ContentType => contentType;

        public long? AnnouncedLength => announcedLength;

        public FakeGcsBytes Bytes { get; } = new();

        public SemaphoreSlim Turn { get; } = new(1);

        public JsonObject? Created { get; set; }
    }
}
