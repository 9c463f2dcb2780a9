namespace KafkaStore.Tests.Support;

/// <summary>The head of a request, as it came through the proxy.</summary>
/// <param name="Method">As in "PUT".</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">By their names, case ignored.</param>
public sealed record ProxiedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>As Azure's are.</summary>
    public bool IsListing => Target.Contains("comp=list");

    public bool IsUpload => Method is "PUT" or "POST" && Length is not 0;

    /// <summary>Announced length of the body in bytes; null where it is chunked.</summary>
    public long? Length => IsChunked(Headers) ? null : LengthOf(Headers);

    public static ProxiedRequest Parse(string head)
    {
        string[] lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ', 3);
        return new ProxiedRequest(first[0], first[1], HeadersOf(lines));
    }

    internal static IReadOnlyDictionary<string, string> HeadersOf(string[] lines) =>
        lines
            .Skip(1)
            .Select(line => line.Split(':', 2))
            .GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                pairs => pairs.Key,
                pairs => string.Join(',', pairs.Select(pair => pair[1].Trim())),
                StringComparer.OrdinalIgnoreCase
            );

    internal static bool IsChunked(IReadOnlyDictionary<string, string> headers) =>
        headers.TryGetValue("Transfer-Encoding", out string? encoding) && encoding.Contains("chunked", StringComparison.OrdinalIgnoreCase);

    internal static long? LengthOf(IReadOnlyDictionary<string, string> headers) =>
        headers.TryGetValue("Content-Length", out string? length)
            ? long.Parse(length, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
}
