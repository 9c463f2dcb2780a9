namespace KafkaStore.Scripted.Log;

/// <summary>Who wrote a batch, for idempotence and transactions; <see cref="None"/> for everyone else.</summary>
internal readonly record struct BatchProducer(long Id, short Epoch, int Sequence)
{
    public static BatchProducer None { get; } = new(-1, -1, -1);
}

/// <summary>Encodes records, uncompressed, into a batch of format 2.</summary>
internal static class BatchWriter
{
    /// <param name="now">Of records that name no time.</param>
    public static RecordBatch Write(
        IReadOnlyList<LogRecord> records,
        long now,
        BatchProducer producer,
        BatchAttributes attributes = BatchAttributes.None
    ) =>
        Write(
            records,
            record => record.Timestamp ?? now,
            [.. Enumerable.Range(0, records.Count)],
            Math.Max(records.Count - 1, 0),
            producer,
            attributes
        );

    /// <param name="deltas">Each record's offset behind the batch's; with gaps after compaction.</param>
    public static RecordBatch Write(
        IReadOnlyList<LogRecord> records,
        Func<LogRecord, long> timeOf,
        int[] deltas,
        int lastDelta,
        BatchProducer producer,
        BatchAttributes attributes
    )
    {
        using var body = new MemoryStream();
        body.Write(new byte[RecordBatch.HeaderSize]);
        long first = records.Count == 0 ? -1 : timeOf(records[0]);
        for (int i = 0; i < records.Count; i++)
            Write(body, records[i], timeOf(records[i]) - first, deltas[i]);
        byte[] bytes = body.ToArray();
        Span<byte> header = bytes;
        BinaryPrimitives.WriteInt32BigEndian(header[8..], bytes.Length - 12);
        header[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(header[21..], (short)attributes);
        BinaryPrimitives.WriteInt32BigEndian(header[23..], lastDelta);
        BinaryPrimitives.WriteInt64BigEndian(header[27..], first);
        BinaryPrimitives.WriteInt64BigEndian(header[35..], records.Count == 0 ? -1 : records.Max(timeOf));
        BinaryPrimitives.WriteInt64BigEndian(header[43..], producer.Id);
        BinaryPrimitives.WriteInt16BigEndian(header[51..], producer.Epoch);
        BinaryPrimitives.WriteInt32BigEndian(header[53..], producer.Sequence);
        BinaryPrimitives.WriteInt32BigEndian(header[57..], records.Count);
        return new RecordBatch(bytes).Seal();
    }

    private static void Write(MemoryStream to, LogRecord record, long timeDelta, int offsetDelta)
    {
        using var body = new MemoryStream();
        body.WriteByte(0);
        Varint.Write(body, timeDelta);
        Varint.Write(body, offsetDelta);
        Write(body, record.Key);
        Write(body, record.Value);
        Varint.Write(body, record.Headers.Count);
        foreach (LogHeader header in record.Headers)
        {
            Write(body, header.Name);
            Write(body, header.Value);
        }

        Varint.Write(to, body.Length);
        body.WriteTo(to);
    }

    private static void Write(MemoryStream to, ReadOnlyMemory<byte>? bytes)
    {
        Varint.Write(to, bytes?.Length ?? -1);
        to.Write(bytes.GetValueOrDefault().Span);
    }
}
