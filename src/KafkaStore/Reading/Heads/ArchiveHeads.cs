using System.Text.Json;

namespace KafkaStore.Reading.Heads;

/// <summary>
/// The ends of a whole archive, to be kept somewhere else: who has them can tell whether the archive was cut off or made anew, which
/// the archive alone can't show. The document is described in <c>docs/object-format.md</c>.
/// </summary>
/// <param name="Topics">In ordinal order.</param>
public sealed record ArchiveHeads(IReadOnlyList<TopicHeads> Topics)
{
    private const int Version = 1;

    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("topics");
            foreach (TopicHeads topic in Topics)
                Write(json, topic);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. output.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Null where it is no such document.</summary>
    public static ArchiveHeads? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
                return null;
            TopicHeads[] topics = [.. root.GetProperty("topics").EnumerateArray().Select(Topic)];
            return IsEachOnce(topics) ? new ArchiveHeads(topics) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, TopicHeads topic)
    {
        json.WriteStartObject();
        json.WriteString("topic", topic.Topic);
        json.WriteStartArray("topicIds");
        foreach (string id in topic.Ids)
            json.WriteStringValue(id);
        json.WriteEndArray();
        json.WriteStartArray("partitions");
        foreach (PartitionHead head in topic.Partitions)
        {
            json.WriteStartObject();
            json.WriteNumber("partition", head.Partition.Partition);
            json.WriteNumber("nextOffset", head.NextOffset);
            json.WriteString("chainHash", head.ChainHash?.Hex);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static TopicHeads Topic(JsonElement json)
    {
        string topic =
            json.GetProperty("topic").GetString() is { } name && TopicGeneration.IsName(name) ? name : throw new FormatException();
        string[] ids = [.. json.GetProperty("topicIds").EnumerateArray().Select(id => id.GetString() ?? throw new FormatException())];
        return new TopicHeads(topic, ids, [.. json.GetProperty("partitions").EnumerateArray().Select(partition => Head(topic, partition))]);
    }

    private static PartitionHead Head(string topic, JsonElement json)
    {
        int partition = json.GetProperty("partition").GetInt32();
        long next = json.GetProperty("nextOffset").GetInt64();
        JsonElement chain = json.GetProperty("chainHash");
        Sha256Hash? hash =
            chain.ValueKind == JsonValueKind.Null ? null
            : Sha256Hash.TryParse(chain.GetString(), out Sha256Hash parsed) ? parsed
            : throw new FormatException();
        return partition >= 0 && next >= 0
            ? new PartitionHead(new TopicPartition(topic, partition), next, hash)
            : throw new FormatException();
    }

    private static bool IsEachOnce(TopicHeads[] topics) =>
        topics.DistinctBy(topic => topic.Topic, StringComparer.Ordinal).Count() == topics.Length
        && topics.All(topic => topic.Partitions.DistinctBy(head => head.Partition).Count() == topic.Partitions.Count);
}
