namespace KafkaStore.Tests.Support;

/// <summary>Records in the form in which the Kafka trigger delivers them.</summary>
internal static class TriggerRecord
{
    public static KafkaRecord Of(TopicPartition partition, Record record) =>
        new()
        {
            Topic = partition.Topic,
            Partition = partition.Partition,
            Offset = record.Offset,
            Timestamp = new KafkaTimestamp { UnixTimestampMs = record.Timestamp },
            Key = Bytes(record.Key)!,
            Value = Bytes(record.Value)!,
            Headers = [.. record.Headers.Select(header => new KafkaHeader { Key = header.Key, Value = Bytes(header.Value)! })],
        };

    private static byte[]? Bytes(ReadOnlyMemory<byte>? memory)
    {
        if (memory is not { } bytes)
            return null;

        // The client's own array when it is exactly the value, which is the usual case.
        return
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
            && array.Offset == 0
            && array.Count == array.Array!.Length
            ? array.Array
            : bytes.ToArray();
    }
}
