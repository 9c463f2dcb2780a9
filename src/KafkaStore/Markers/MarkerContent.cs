using System.Text.Json;
using KafkaStore.Broker;

namespace KafkaStore.Markers;

/// <summary>Reads what markers say, without trust: each method answers null or false when it is not what its name promises.</summary>
internal static class MarkerContent
{
    /// <summary>Markers hold a line a partition at most.</summary>
    private const int MaximumBytes = 16 * 1024 * 1024;

    /// <summary>The whole object; nothing where it is too long for a marker.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        IObjectReader store,
        string name,
        long length,
        CancellationToken cancellationToken
    )
    {
        if (length > MaximumBytes)
            return default;
        await using Stream stream = await store.OpenReadAsync(name, 0, MaximumBytes, cancellationToken);
        var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    /// <summary>Start offsets by partition number; null unless it is a start marker of that topic (and partition).</summary>
    public static IReadOnlyDictionary<int, long>? Starts(ReadOnlyMemory<byte> json, TopicPartition of) =>
        Parse(
            json,
            root =>
            {
                if (
                    Text(root, "topic") != of.Topic
                    || !root.TryGetProperty("partitions", out JsonElement partitions)
                    || partitions.ValueKind != JsonValueKind.Object
                )
                {
                    return null;
                }

                var starts = new Dictionary<int, long>();
                foreach (JsonProperty entry in partitions.EnumerateObject())
                {
                    if (
                        !int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                        || entry.Value.ValueKind != JsonValueKind.Number
                        || !entry.Value.TryGetInt64(out long start)
                        || start < 0
                        || !starts.TryAdd(number, start)
                    )
                    {
                        return null;
                    }
                }

                return of.Partition == StoredName.WholeTopic || starts.ContainsKey(of.Partition) ? starts : null;
            }
        );

    /// <summary>The id of the topic of Kafka's that it says the generation is; null where it says no such thing.</summary>
    public static string? IdentityOf(ReadOnlyMemory<byte> json, TopicGeneration generation) =>
        Parse(
            json,
            root =>
                Text(root, "topic") == generation.Topic
                && Number(root, "generation") == generation.Number
                && TopicId.TryParse(Text(root, "topicId"), out TopicId id)
                    ? id.ToString()
                    : null
        );

    public static bool IsLoss(ReadOnlyMemory<byte> json, TopicPartition partition, OffsetRange range) =>
        Parse(
            json,
            root =>
                Text(root, "topic") == partition.Topic
                && Number(root, "partition") == partition.Partition
                && Number(root, "from") == range.From
                && Number(root, "to") == range.To
                    ? ""
                    : null
        )
            is not null;

    /// <param name="json">Of the marker.</param>
    /// <param name="id">What it must say; null for any.</param>
    public static bool IsStaging(ReadOnlyMemory<byte> json, string? id) =>
        Parse(json, root => Text(root, "id") is { Length: > 0 } said && (id is null || said == id) ? said : null) is not null;

    /// <param name="json">Of the stored schema.</param>
    /// <param name="id">What it must say.</param>
    public static bool IsSchema(ReadOnlyMemory<byte> json, int id) =>
        Parse(json, root => Number(root, "id") == id && Text(root, "schemaType") is { Length: > 0 } ? Text(root, "schema") : null)
            is not null;

    public static bool IsMissingSchema(ReadOnlyMemory<byte> json, int id) =>
        Parse(json, root => Number(root, "id") == id ? "" : null) is not null;

    private static T? Parse<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // not JSON; the latter comes from texts that are not UTF-8
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : null;
}
