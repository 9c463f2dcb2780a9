using KafkaStore.Avro;

namespace KafkaStore.Functions.Http;

/// <summary>Archive objects as <see cref="ListSegments"/> describes them. What objects of the original tool don't say is null.</summary>
internal static class SegmentJson
{
    public static void Write(Utf8JsonWriter json, TopicPartition partition, IEnumerable<ArchiveObject> segments)
    {
        json.WriteStartObject();
        json.WriteString("topic", partition.Topic);
        json.WriteNumber("partition", partition.Partition);
        json.WriteStartArray("segments");
        foreach (ArchiveObject segment in segments)
            Write(json, segment);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ArchiveObject segment)
    {
        ContainerFacts? facts = segment.Facts?.Container;
        json.WriteStartObject();
        json.WriteString("name", segment.Name.ToString());
        json.WriteNumber("baseOffset", segment.Name.BaseOffset);
        json.WriteNumber("nextOffset", segment.NextOffset);
        WriteNumber(json, "records", facts?.Records);
        json.WriteNumber("bytes", segment.Length);
        WriteTime(json, "smallest", facts?.SmallestTimestamp);
        WriteTime(json, "largest", facts?.LargestTimestamp);
        json.WriteString("rollReason", segment.Facts?.Reason.ToString());
        json.WriteString("recordsSha256", facts?.RecordsDigest.Hex);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string which, long? timestamp)
    {
        WriteNumber(json, $"{which}Timestamp", timestamp);
        json.WriteString($"{which}Time", timestamp is { } some ? TimeText.Format(some) : null);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } some)
            json.WriteNumber(name, some);
        else
            json.WriteNull(name);
    }
}
