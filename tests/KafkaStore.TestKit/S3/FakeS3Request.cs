using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace KafkaStore.Tests.S3;

/// <summary>One request: what it asks for, of which bucket and key.</summary>
public sealed class FakeS3Request
{
    private readonly IHeaderDictionary headers;

    public FakeS3Request(HttpContext context)
    {
        Context = context;
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int question = target.IndexOf('?');
        RawPath = question < 0 ? target : target[..question];
        Query = ParseQuery(question < 0 ? "" : target[(question + 1)..]);
        string path = Uri.UnescapeDataString(RawPath)[1..];
        int slash = path.IndexOf('/');
        Bucket = slash < 0 ? path : path[..slash];
        Key = slash < 0 ? "" : path[(slash + 1)..];
        headers = new HeaderDictionary(
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase)
        );
        Operation = OperationOf(context.Request.Method);
    }

    /// <summary>As Amazon calls it: PutObject, UploadPart, …; the method where it is none that is known here.</summary>
    public string Operation { get; }

    public string Bucket { get; }

    /// <summary>Empty where the request is about the bucket.</summary>
    public string Key { get; }

    internal HttpContext Context { get; }

    internal string Method => Context.Request.Method;

    internal string RawPath { get; }

    /// <summary>Names and values, decoded.</summary>
    internal IReadOnlyList<(string Name, string Value)> Query { get; }

    public string? Header(string name) => headers.TryGetValue(name, out StringValues values) ? values.ToString() : null;

    public string? Parameter(string name) => Query.Where(pair => pair.Name == name).Select(pair => pair.Value).FirstOrDefault();

    /// <summary>Headers whose names start so, lower-case.</summary>
    internal IEnumerable<(string Name, string Value)> HeadersLike(string prefix) =>
        headers
            .Where(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(header => (header.Key.ToLowerInvariant(), header.Value.ToString()));

    private string OperationOf(string method) =>
        (method, Key.Length > 0) switch
        {
            ("PUT", true) => Parameter("partNumber") is not null ? "UploadPart"
            : Header("x-amz-copy-source") is not null ? "CopyObject"
            : "PutObject",
            ("GET", true) => Parameter("uploadId") is not null ? method : "GetObject",
            ("HEAD", true) => "HeadObject",
            ("DELETE", true) => Parameter("uploadId") is not null ? "AbortMultipartUpload" : "DeleteObject",
            ("POST", true) => Parameter("uploads") is not null ? "CreateMultipartUpload"
            : Parameter("uploadId") is not null ? "CompleteMultipartUpload"
            : method,
            ("GET", false) => Parameter("list-type") == "2" ? "ListObjectsV2" : method,
            _ => method,
        };

    private static List<(string Name, string Value)> ParseQuery(string query) =>
        [
            .. query
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair =>
                {
                    string[] sides = pair.Split('=', 2);
                    return (Decode(sides[0]), sides.Length > 1 ? Decode(sides[1]) : "");
                }),
        ];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
