using Confluent.Kafka;
using Google.Protobuf;
using Microsoft.Azure.Functions.Worker.Extensions.Kafka.Proto;

namespace KafkaStore.Tests.FunctionsHost.Triggers;

/// <summary>Consumed records as the host's Kafka extension (4.3.2) hands them to a worker that takes them as they are.</summary>
internal static class KafkaRecords
{
    /// <summary>The parameter: each record a protobuf message of its own.</summary>
    public static TypedData ToTypedData(IReadOnlyList<ConsumedRecord> records) =>
        new()
        {
            CollectionModelBindingData = new CollectionModelBindingData
            {
                ModelBindingData =
                {
                    records.Select(record => new ModelBindingData
                    {
                        Version = "1.0",
                        Source = "AzureKafkaRecord",
                        ContentType = "application/x-protobuf",
                        Content = ToProto(record).ToByteString(),
                    }),
                },
            },
        };

    /// <summary>What the extension tells besides, one array for each property.</summary>
    public static IReadOnlyDictionary<string, TypedData> Metadata(IReadOnlyList<ConsumedRecord> records) =>
        new Dictionary<string, TypedData>
        {
            ["OffsetArray"] = new()
            {
                CollectionSint64 = new CollectionSInt64 { Sint64 = { records.Select(record => record.Offset.Value) } },
            },
            ["PartitionArray"] = new() { Json = JsonSerializer.Serialize(records.Select(record => record.Partition.Value)) },
            ["TopicArray"] = new() { CollectionString = new CollectionString { String = { records.Select(record => record.Topic) } } },
            ["TimestampArray"] = new() { Json = JsonSerializer.Serialize(records.Select(record => record.Message.Timestamp.UtcDateTime)) },
            ["HeadersArray"] = new() { Json = "[]" },
        };

    // The extension leaves the timestamp's type at 0, whatever it is.
    private static KafkaRecordProto ToProto(ConsumedRecord record)
    {
        var proto = new KafkaRecordProto
        {
            Topic = record.Topic,
            Partition = record.Partition,
            Offset = record.Offset,
            Timestamp = new KafkaTimestampProto { UnixTimestampMs = record.Message.Timestamp.UnixTimestampMs, Type = 0 },
        };
        if (record.Message.Key is { } key)
            proto.Key = ByteString.CopyFrom(key);
        if (record.Message.Value is { } value)
            proto.Value = ByteString.CopyFrom(value);
        foreach (IHeader header in (IEnumerable<IHeader>?)record.Message.Headers ?? [])
        {
            var headerProto = new KafkaHeaderProto { Key = header.Key };
            if (header.GetValueBytes() is { } bytes)
                headerProto.Value = ByteString.CopyFrom(bytes);
            proto.Headers.Add(headerProto);
        }

        return proto;
    }
}
