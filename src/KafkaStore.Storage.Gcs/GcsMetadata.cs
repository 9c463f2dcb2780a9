namespace KafkaStore.Storage.Gcs;

/// <summary>
/// Custom metadata. The tool that this one re-creates kept the number of records as <c>count</c>, and its users read it: an
/// object that tells its records gets that too, and it is no part of what the object was given.
/// </summary>
internal static class GcsMetadata
{
    private const string Count = "count";
    private const string Records = "kafka_records";

    public static IDictionary<string, string>? ToStore(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return null;
        var stored = new Dictionary<string, string>(metadata);
        if (metadata.TryGetValue(Records, out string? records))
            stored.TryAdd(Count, records);
        return stored;
    }

    public static IReadOnlyDictionary<string, string> FromStore(IDictionary<string, string>? stored)
    {
        var metadata = new Dictionary<string, string>(stored ?? new Dictionary<string, string>());
        if (metadata.TryGetValue(Records, out string? records) && metadata.TryGetValue(Count, out string? count) && count == records)
            metadata.Remove(Count);
        return metadata;
    }
}
