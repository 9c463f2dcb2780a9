namespace KafkaStore.Tests.Avro;

/// <summary>Records for containers, and a text of a record that is equal exactly when the records are.</summary>
internal static class SampleRecords
{
    private static readonly RecordHeader[] NoHeaders = [];

    public static Record Of(long offset, long timestamp = 1_000, string? key = null, string? value = null, params RecordHeader[] headers) =>
        new(offset, timestamp, Bytes(key), Bytes(value), headers);

    public static RecordHeader Header(string key, params byte[]? value) => new(key, Memory(value));

    /// <summary>Nulls, empties, binary keys, repeated headers, missing timestamps and holes between offsets, drawn from a seed.</summary>
    public static IReadOnlyList<Record> Varied(int seed, int count, int maximumValue = 200, long firstOffset = 0)
    {
        var random = new Random(seed);
        var records = new List<Record>(count);
        long offset = firstOffset;
        for (int i = 0; i < count; i++)
        {
            RecordHeader[] headers =
                random.Next(4) > 0
                    ? NoHeaders
                    : [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Header($"h{random.Next(3)}é", Random(random, 9)))];
            long timestamp = random.Next(20) == 0 ? -1 : 1_700_000_000_000 + random.Next(1_000_000);
            records.Add(new Record(offset, timestamp, Memory(Random(random, 20)), Memory(Random(random, maximumValue)), headers));
            offset += random.Next(10) == 0 ? random.Next(2, 9) : 1;
        }

        return records;
    }

    /// <summary>A record whose encoding has exactly that many bytes.</summary>
    public static EncodedRecord Sized(long offset, int encodedBytes)
    {
        var empty = new Record(offset, 0, null, ReadOnlyMemory<byte>.Empty, NoHeaders);
        int value = encodedBytes - Encode(empty).Length;
        while (value >= 0 && Encode(empty with { Value = new byte[value] }).Length > encodedBytes)
            value--;
        EncodedRecord record = KafkaStore.Avro.RecordEncoding.Encode(empty with { Value = new byte[value] });
        return record.Bytes.Length == encodedBytes
            ? record
            : throw new ArgumentOutOfRangeException(nameof(encodedBytes), encodedBytes, "No record has that size.");
    }

    public static string Text(Record record) =>
        $"{record.Offset} {record.Timestamp} {Text(record.Key)} {Text(record.Value)} [{string.Join(", ", record.Headers.Select(header => $"{header.Key}={Text(header.Value)}"))}]";

    public static string Text(ReadOnlyMemory<byte>? bytes) =>
        bytes switch
        {
            null => "null",
            { Length: < 10_000 } => $"'{Convert.ToBase64String(bytes.Value.Span)}'",
            _ => $"{bytes.Value.Length} bytes {Sha256Hash.Of(bytes.Value.Span)}",
        };

    private static ReadOnlyMemory<byte> Encode(Record record) => KafkaStore.Avro.RecordEncoding.Encode(record).Bytes;

    private static byte[]? Random(Random random, int maximum)
    {
        if (random.Next(8) == 0)
            return null;
        byte[] bytes = new byte[random.Next(maximum)];
        if (random.Next(2) == 0)
            random.NextBytes(bytes);
        else
            bytes.AsSpan().Fill((byte)'a');
        return bytes;
    }

    // A bare null would become empty memory.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? (ReadOnlyMemory<byte>?)null : bytes;

    private static ReadOnlyMemory<byte>? Bytes(string? text) => Memory(text is null ? null : Encoding.UTF8.GetBytes(text));
}
