using System.Buffers;
using System.Text;

namespace KafkaStore.Storage.S3;

/// <summary>Where a store lies in S3: <c>s3://BUCKET</c> or <c>s3://BUCKET/PREFIX</c>.</summary>
public sealed record S3StoreUrl
{
    private const string Scheme = "s3://";
    private const int MinimumBucketLength = 3;
    private const int MaximumBucketLength = 63;

    /// <summary>A key has 1,024 bytes at most, of which the longest name below the prefix wants up to 400.</summary>
    private const int MaximumPrefixBytes = 600;

    private static readonly SearchValues<char> BucketCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    private static readonly SearchValues<char> NotInPrefix = SearchValues.Create("?#%\\");

    private S3StoreUrl(string bucket, string prefix)
    {
        Bucket = bucket;
        KeyPrefix = prefix.Length == 0 ? "" : prefix + "/";
    }

    public string Bucket { get; }

    /// <summary>What all keys of the store start with: empty, or the prefix and a <c>/</c>.</summary>
    public string KeyPrefix { get; }

    /// <exception cref="FormatException">It is none; the message is one sentence that says why.</exception>
    public static S3StoreUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
            throw Wrong(text, "it has to start with s3://, as in s3://my-bucket/kafka");
        string rest = text[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string bucket = slash < 0 ? rest : rest[..slash];
        string prefix = slash < 0 ? "" : rest[(slash + 1)..];
        if (prefix.EndsWith('/'))
            prefix = prefix[..^1];
        if ((WhyNoBucket(bucket) ?? WhyNoPrefix(prefix)) is { } reason)
            throw Wrong(text, reason);
        return new S3StoreUrl(bucket, prefix);
    }

    public override string ToString() => KeyPrefix.Length == 0 ? Scheme + Bucket : $"{Scheme}{Bucket}/{KeyPrefix.AsSpan(..^1)}";

    private static string? WhyNoBucket(string bucket)
    {
        if (bucket.Length == 0)
            return "it names no bucket; write s3://BUCKET/PREFIX";
        if (bucket.Contains('@', StringComparison.Ordinal) || bucket.Contains(':', StringComparison.Ordinal))
            return "it holds a bucket and a prefix only; credentials come from the environment and another server is given as the endpoint";
        if (bucket.EndsWith("--x-s3", StringComparison.Ordinal))
            return "directory buckets (S3 Express One Zone) list in no order and are not supported; choose a general purpose bucket";
        bool isOne =
            bucket.Length is >= MinimumBucketLength and <= MaximumBucketLength
            && bucket.AsSpan().IndexOfAnyExcept(BucketCharacters) < 0
            && char.IsAsciiLetterOrDigit(bucket[0])
            && char.IsAsciiLetterOrDigit(bucket[^1])
            && !bucket.Contains("..", StringComparison.Ordinal);
        return isOne
            ? null
            : $"'{ShownUrl.Of(bucket)}' can't name a bucket, which has 3 to 63 lower-case letters, digits, dots and hyphens";
    }

    private static string? WhyNoPrefix(string prefix)
    {
        if (prefix.Length == 0)
            return null;
        if (!ObjectName.IsValid(prefix) || prefix.AsSpan().IndexOfAny(NotInPrefix) >= 0 || prefix.Any(char.IsControl))
            return "its prefix has to be segments joined by /, none of them empty, '.' or '..', without ?, #, % and \\";
        return Encoding.UTF8.GetByteCount(prefix) > MaximumPrefixBytes ? $"its prefix is longer than {MaximumPrefixBytes} bytes" : null;
    }

    private static FormatException Wrong(string text, string reason) => new($"'{ShownUrl.Of(text)}' is no S3 URL: {reason}.");
}
