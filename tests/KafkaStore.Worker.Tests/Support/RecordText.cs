namespace KafkaStore.Worker.Tests.Support;

/// <summary>A record in one line that shows everything of it, so that lists of them can be compared and differences read.</summary>
internal static class RecordText
{
    public static string Of(ConsumedRecord record) =>
        Line(
            record.Offset,
            record.Message.Timestamp.UnixTimestampMs,
            record.Message.Key,
            record.Message.Value,
            ((IEnumerable<IHeader>?)record.Message.Headers ?? []).Select(header => (header.Key, (byte[]?)header.GetValueBytes()))
        );

    public static string Of(GenericRecord record) =>
        Line(
            (long)record["offset"],
            (long)record["timestamp"],
            (byte[]?)record["key"],
            (byte[]?)record["value"],
            ((IEnumerable<object>)record["headers"])
                .Cast<GenericRecord>()
                .Select(header => ((string)header["key"], (byte[]?)header["value"]))
        );

    private static string Line(long offset, long timestamp, byte[]? key, byte[]? value, IEnumerable<(string Key, byte[]? Value)> headers) =>
        $"{offset} at {timestamp}: {Hex(key)} = {Hex(value)} [{string.Join("; ", headers.Select(header => $"{header.Key} = {Hex(header.Value)}"))}]";

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : $"'{Convert.ToHexStringLower(bytes)}'";
}
