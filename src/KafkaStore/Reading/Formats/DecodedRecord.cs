namespace KafkaStore.Reading.Formats;

/// <summary>Writes records as <see cref="RecordLine"/> does, but keys and values as what they decode to, where they do.</summary>
internal sealed class DecodedRecord(IValueDecoder decoder) : IDisposable
{
    private readonly DecodedMember key = new("key", decoder);
    private readonly DecodedMember value = new("value", decoder);

    /// <summary>Writes the JSON object, without a line feed.</summary>
    public async ValueTask WriteAsync(IBufferWriter<byte> output, string filename, Record record, CancellationToken cancellationToken)
    {
        // What is not framed, or names a schema that is not kept, is shown as it is without decoding.
        _ = await key.SetAsync(record.Key, cancellationToken);
        _ = await value.SetAsync(record.Value, cancellationToken);
        RecordLine.Write(output, filename, record, null, key.Json, value.Json);
    }

    public void Dispose()
    {
        key.Dispose();
        value.Dispose();
    }
}
