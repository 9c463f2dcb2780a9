using System.Buffers.Binary;
using KafkaStore.Avro;
using KafkaStore.Benchmarks.Baselines;
using KafkaStore.Records;

namespace KafkaStore.Benchmarks.Peers;

/// <summary>
/// Records for writers in other languages: the schema and its length, then offset, timestamp, lengths of key and value, key, value;
/// numbers big-endian.
/// </summary>
internal static class RecordFile
{
    public static void Write(SampleRecords sample, string path)
    {
        using FileStream file = File.Create(path);
        Span<byte> numbers = stackalloc byte[24];
        BinaryPrimitives.WriteInt32BigEndian(numbers, MessageSchema.Utf8.Length);
        file.Write(numbers[..4]);
        file.Write(MessageSchema.Utf8.Span);
        foreach (Record record in sample.Records)
        {
            ReadOnlySpan<byte> key = record.Key.GetValueOrDefault().Span;
            ReadOnlySpan<byte> value = record.Value.GetValueOrDefault().Span;
            BinaryPrimitives.WriteInt64BigEndian(numbers, record.Offset);
            BinaryPrimitives.WriteInt64BigEndian(numbers[8..], record.Timestamp);
            BinaryPrimitives.WriteInt32BigEndian(numbers[16..], key.Length);
            BinaryPrimitives.WriteInt32BigEndian(numbers[20..], value.Length);
            file.Write(numbers);
            file.Write(key);
            file.Write(value);
        }
    }
}
