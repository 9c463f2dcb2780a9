using KafkaStore.Records;

namespace KafkaStore.Kafka.Clients;

/// <summary>Between the client's records and ours, nothing lost on the way.</summary>
internal static class RecordConversion
{
    public static Record ToRecord(ConsumeResult<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> result)
    {
        Message<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> source = result.Message;
        long timestamp = source.Timestamp.Type == TimestampType.NotAvailable ? -1 : source.Timestamp.UnixTimestampMs;
        return new Record(result.Offset.Value, timestamp, source.Key, source.Value, ToHeaders(source.Headers));
    }

    /// <summary>
    /// Where a new leader's log turns out to be shorter than what was read (librdkafka looks since 2.1), the client names no
    /// offset: it lies past the log's end, and must not be taken for what an earlier position left over.
    /// </summary>
    public static LogItem OutOfRange(Offset offset) => LogItem.OutOfRange(offset.IsSpecial ? long.MaxValue : offset.Value);

    /// <summary>Null where there are none: the client then sends no header at all.</summary>
    public static Headers? FromHeaders(IReadOnlyList<RecordHeader> headers)
    {
        if (headers.Count == 0)
        {
            return null;
        }
        var result = new Headers();
        foreach (RecordHeader header in headers)
        {
            result.Add(header.Key, header.Value?.ToArray());
        }
        return result;
    }

    private static RecordHeader[] ToHeaders(Headers? headers)
    {
        if (headers is null || headers.Count == 0)
        {
            return [];
        }
        var result = new RecordHeader[headers.Count];
        for (int i = 0; i < result.Length; i++)
        {
            byte[]? value = headers[i].GetValueBytes();
            result[i] = new RecordHeader(headers[i].Key, value is null ? default(ReadOnlyMemory<byte>?) : value);
        }
        return result;
    }
}
