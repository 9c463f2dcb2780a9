namespace KafkaStore.Scripted.Log;

/// <summary>Takes the records out of a batch that is not compressed.</summary>
internal static class BatchReader
{
    public static List<LogRecord> Read(RecordBatch batch)
    {
        if (batch.IsCompressed)
        {
            throw new NotSupportedException(
                $"The batch at offset {batch.BaseOffset} is compressed; the broker looks only into uncompressed ones."
            );
        }

        ReadOnlyMemory<byte> rest = batch.Bytes.AsMemory(RecordBatch.HeaderSize);
        var records = new List<LogRecord>(batch.Count);
        while (records.Count < batch.Count)
        {
            Varint.Read(ref rest);
            rest = rest[1..];
            long time = batch.Attributes.HasFlag(BatchAttributes.LogAppendTime) ? batch.MaxTimestamp : batch.BaseTimestamp;
            long delta = Varint.Read(ref rest);
            records.Add(
                new LogRecord(null, null, batch.Attributes.HasFlag(BatchAttributes.LogAppendTime) ? time : time + delta)
                {
                    Offset = batch.BaseOffset + Varint.Read(ref rest),
                    Key = Bytes(ref rest),
                    Value = Bytes(ref rest),
                    Headers = Headers(ref rest),
                }
            );
        }

        return records;
    }

    private static LogHeader[] Headers(ref ReadOnlyMemory<byte> rest)
    {
        var headers = new LogHeader[Varint.Read(ref rest)];
        for (int i = 0; i < headers.Length; i++)
            headers[i] = new LogHeader(Bytes(ref rest).GetValueOrDefault(), Bytes(ref rest));
        return headers;
    }

    private static ReadOnlyMemory<byte>? Bytes(ref ReadOnlyMemory<byte> rest)
    {
        int length = (int)Varint.Read(ref rest);
        if (length < 0)
            return null;
        ReadOnlyMemory<byte> bytes = rest[..length];
        rest = rest[length..];
        return bytes;
    }
}
