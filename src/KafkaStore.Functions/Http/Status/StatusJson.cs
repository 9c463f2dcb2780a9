using KafkaStore.Functions.Http.Faults;
using KafkaStore.Status;

namespace KafkaStore.Functions.Http.Status;

/// <summary>Where an archive stands, as <see cref="TellStatus"/> and <c>kafka-store status --json</c> write it. What is not known is absent.</summary>
public static class StatusJson
{
    /// <param name="shown">What of a sentence may be told.</param>
    public static void Write(Utf8JsonWriter json, ArchiveStatus status, Func<string, string> shown)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(shown);
        json.WriteStartObject();
        json.WriteString("askedAt", status.AskedAt);
        WriteTrouble(json, "brokerTrouble", status.BrokerTrouble is { } away ? ArchiveStatus.BrokerAdvice(away) : null, shown);
        WriteTime(json, "brokerTroubleSince", status.BrokersAwaySince);
        WriteTrouble(json, "stagingTrouble", status.StagingTrouble, shown);
        WriteTrouble(json, "acceptTrouble", status.Accepting?.Reason, shown);
        WriteTime(json, "acceptTroubleSince", status.Accepting?.Since);
        StoresJson.Write(json, status, shown);
        json.WriteStartArray("topics");
        foreach (TopicStatus topic in status.Topics)
            Write(json, topic, shown);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TopicStatus topic, Func<string, string> shown)
    {
        json.WriteStartObject();
        json.WriteString("topic", topic.Topic);
        if (topic.Identity is { } noted)
            IdentityJson.Write(json, noted);
        json.WriteBoolean("former", topic.IsFormer);
        WriteTrouble(json, "trouble", topic.Trouble, shown);
        json.WriteStartArray("partitions");
        foreach (PartitionStatus partition in topic.Partitions)
            Write(json, partition, shown);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PartitionStatus partition, Func<string, string> shown)
    {
        json.WriteStartObject();
        json.WriteNumber("partition", partition.Partition.Partition);
        WriteNumber(json, "archivedNext", partition.ArchivedNext);
        WriteNumber(json, "stagedNext", partition.StagedNext);
        WriteNumber(json, "brokerStart", partition.AtBroker?.Start);
        WriteNumber(json, "brokerEnd", partition.AtBroker?.End);
        WriteNumber(json, "lag", partition.Lag);
        if (partition.Last is { } last)
        {
            json.WritePropertyName("last");
            SegmentJson.Write(json, last);
        }

        if (partition.Lost.Count > 0)
        {
            json.WriteStartArray("lost");
            foreach (OffsetRange range in partition.Lost)
            {
                json.WriteStartObject();
                json.WriteNumber("from", range.From);
                json.WriteNumber("to", range.To);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (partition.Fault is { } fault)
            FaultJson.Write(json, fault, shown);
        WriteTrouble(json, "trouble", partition.Trouble, shown);
        WriteTrouble(json, "sealTrouble", partition.SealTrouble, shown);
        WriteNumber(json, "mirrorLag", partition.MirrorLag);
        if (partition.Missing.Count > 0)
            StoresJson.Write(json, partition.Missing);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } some)
            json.WriteNumber(name, some);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } some)
            json.WriteString(name, some);
    }

    private static void WriteTrouble(Utf8JsonWriter json, string name, string? trouble, Func<string, string> shown)
    {
        if (trouble is not null)
            json.WriteString(name, shown(trouble));
    }
}
