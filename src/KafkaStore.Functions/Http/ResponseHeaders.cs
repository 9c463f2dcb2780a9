namespace KafkaStore.Functions.Http;

/// <summary>What responses say beside their bodies.</summary>
public static class ResponseHeaders
{
    /// <summary>Where to go on: past the last offset that this response answers for.</summary>
    public const string NextOffset = "KafkaStore-Next-Offset";

    /// <summary>
    /// The next page, as a reference relative to this request: only the query differs, so it holds behind any gateway. Keys
    /// are not repeated in it.
    /// </summary>
    public static void LinkNext(this HttpResponse response, IEnumerable<(string Name, object Value)> query) =>
        response.Headers.Link =
            $"<?{string.Join('&', query.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Name}={pair.Value}")))}>; rel=\"next\"";

    /// <summary>Nothing on the way keeps it, since who may have it is told by the key alone, and no browser makes more of it than it says.</summary>
    public static void KeepToOneClient(this HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    public static void TellNextOffset(this HttpResponse response, long offset) =>
        response.Headers[NextOffset] = offset.ToString(CultureInfo.InvariantCulture);
}
