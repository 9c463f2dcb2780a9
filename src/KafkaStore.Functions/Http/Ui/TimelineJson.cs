using KafkaStore.Reading.Timelines;

namespace KafkaStore.Functions.Http.Ui;

/// <summary>A partition's timeline, as <see cref="TellTimeline"/> tells it.</summary>
internal static class TimelineJson
{
    /// <param name="shown">What of a sentence may be told.</param>
    public static void Write(Utf8JsonWriter json, TopicPartition partition, IReadOnlyList<ObjectRun> runs, Func<string, string> shown)
    {
        json.WriteStartObject();
        json.WriteString("topic", partition.Topic);
        json.WriteNumber("partition", partition.Partition);
        json.WriteNumber("objects", runs.Sum(run => (long)run.Objects));
        json.WriteNumber("bytes", runs.Sum(run => run.Bytes));
        json.WriteStartArray("runs");
        foreach (ObjectRun run in runs)
        {
            json.WriteStartObject();
            json.WriteNumber("baseOffset", run.First.Name.BaseOffset);
            if (run.NextOffset is { } next)
                json.WriteNumber("nextOffset", next);
            json.WriteNumber("objects", run.Objects);
            json.WriteNumber("bytes", run.Bytes);
            json.WriteString("name", run.First.Name.ToString());
            if (run.Opened is { } first)
            {
                json.WritePropertyName("first");
                SegmentJson.Write(json, first);
            }

            if (run.Trouble is { } trouble)
                json.WriteString("trouble", shown(trouble));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
