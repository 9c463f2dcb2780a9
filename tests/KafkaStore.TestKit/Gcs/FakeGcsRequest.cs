using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace KafkaStore.Tests.Gcs;

public enum FakeGcsOperation
{
    Unknown,
    List,
    Get,
    Download,
    Delete,
    Insert,
    StartUpload,
    Upload,
}

/// <summary>What was asked, as far as tests and faults want to know.</summary>
public sealed record FakeGcsRequest(
    FakeGcsOperation Operation,
    string Bucket,
    string Object,
    IReadOnlyDictionary<string, string> Query,
    string? ContentRange
)
{
    /// <summary>Object names hold encoded slashes, which only the raw target still has.</summary>
    public static FakeGcsRequest Parse(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        string[] halves = target.Split('?', 2);
        var query = QueryHelpers
            .ParseQuery(halves.Length > 1 ? halves[1] : "")
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        List<string> path = [.. halves[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        bool isUpload = path is ["upload", ..];
        if (path is ["upload" or "download", ..])
            path.RemoveAt(0);

        // Google's .NET client takes STORAGE_EMULATOR_HOST for the whole base, so the version may be missing.
        if (path is ["storage", "v1", ..])
            path.RemoveRange(0, 2);
        FakeGcsOperation operation = Find(context.Request.Method, path, query, isUpload);
        return new(
            operation,
            path.ElementAtOrDefault(1) ?? "",
            path.ElementAtOrDefault(3) ?? "",
            query,
            context.Request.Headers.ContentRange
        );
    }

    public string? Parameter(string name) => Query.GetValueOrDefault(name);

    private static FakeGcsOperation Find(string method, List<string> path, Dictionary<string, string> query, bool isUpload) =>
        (method, path) switch
        {
            ("GET", ["b", _, "o"]) => FakeGcsOperation.List,
            ("GET", ["b", _, "o", _]) => query.GetValueOrDefault("alt") == "media" ? FakeGcsOperation.Download : FakeGcsOperation.Get,
            ("DELETE", ["b", _, "o", _]) => FakeGcsOperation.Delete,
            ("PUT", ["b", _, "o"]) when isUpload && query.ContainsKey("upload_id") => FakeGcsOperation.Upload,
            ("POST", ["b", _, "o"]) when isUpload => query.GetValueOrDefault("uploadType") == "resumable"
                ? FakeGcsOperation.StartUpload
                : FakeGcsOperation.Insert,
            _ => FakeGcsOperation.Unknown,
        };
}
