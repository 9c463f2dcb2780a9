using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace KafkaStore.Storage.Gcs;

/// <summary>Where a store lies in Google Cloud Storage: <c>gs://BUCKET</c> or <c>gs://BUCKET/PREFIX</c>.</summary>
public sealed partial record GcsStoreUrl
{
    private const string Scheme = "gs://";

    /// <summary>An object's name has 1,024 bytes at most, of which the longest name below the prefix wants up to 400.</summary>
    private const int MaximumPrefixBytes = 600;

    // Wildcards to gcloud storage, or what a URL would take for something else.
    private static readonly SearchValues<char> NotInPrefix = SearchValues.Create("?#%*[]");

    private GcsStoreUrl(string bucket, string prefix)
    {
        Bucket = bucket;
        Prefix = prefix;
    }

    public string Bucket { get; }

    /// <summary>Start of every object's name: empty, or one or more segments that end with <c>/</c>.</summary>
    public string Prefix { get; }

    /// <exception cref="FormatException">It is no such URL; the message is one sentence that says why.</exception>
    public static GcsStoreUrl Parse(string text) =>
        TryParse(text, out GcsStoreUrl? url, out string? error) ? url : throw new FormatException(error);

    /// <param name="text">What a person wrote; a single <c>/</c> at its end is taken off.</param>
    /// <param name="url">The URL; null where there is an error.</param>
    /// <param name="error">One sentence on what is wrong and what to write instead; null where nothing is.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out GcsStoreUrl? url, [NotNullWhen(false)] out string? error)
    {
        string? reason = FindFault(text, out string bucket, out string prefix);
        url = reason is null ? new GcsStoreUrl(bucket, prefix.Length == 0 ? "" : prefix + "/") : null;
        error = reason is null ? null : $"'{ShownUrl.Of(text)}' is no Google Cloud Storage URL: {reason}.";
        return reason is null;
    }

    /// <summary>Without a <c>/</c> at its end.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}".TrimEnd('/');

    private static string? FindFault(string? text, out string bucket, out string prefix)
    {
        bucket = prefix = "";
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal))
            return "it has to start with gs://, as in gs://my-bucket/kafka";
        string rest = text[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        bucket = slash < 0 ? rest : rest[..slash];
        prefix = slash < 0 ? "" : rest[(slash + 1)..];
        if (prefix.EndsWith('/'))
            prefix = prefix[..^1];
        return FindFaultOfBucket(bucket) ?? FindFaultOfPrefix(prefix);
    }

    private static string? FindFaultOfBucket(string bucket)
    {
        if (bucket.Length == 0)
            return "it names no bucket; write gs://BUCKET/PREFIX";
        if (bucket.Contains('@', StringComparison.Ordinal) || bucket.Contains(':', StringComparison.Ordinal))
            return "it holds a bucket and a prefix only; credentials come from the environment or a credentials file";
        bool isOne =
            BucketName().IsMatch(bucket)
            && bucket.Split('.').All(part => part.Length is >= 1 and <= 63)
            && !bucket.StartsWith("goog", StringComparison.Ordinal)
            && (bucket.Length <= 63 || bucket.Contains('.', StringComparison.Ordinal));
        return isOne
            ? null
            : $"'{ShownUrl.Of(bucket)}' can't name a bucket, which has 3 to 63 lower-case letters, digits, hyphens, underscores and dots";
    }

    private static string? FindFaultOfPrefix(string prefix)
    {
        if (prefix.Length == 0)
            return null;
        if (!ObjectName.IsValid(prefix) || prefix.AsSpan().IndexOfAny(NotInPrefix) >= 0 || prefix.Any(char.IsControl))
            return "its prefix has to be segments joined by /, none of them empty, '.' or '..', without ?, #, %, *, [, ] and \\";
        return Encoding.UTF8.GetByteCount(prefix) > MaximumPrefixBytes ? $"its prefix is longer than {MaximumPrefixBytes} bytes" : null;
    }

    [GeneratedRegex(@"^[0-9a-z][0-9a-z._-]{1,220}[0-9a-z]\z")]
    private static partial Regex BucketName();
}
