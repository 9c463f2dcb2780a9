using System.Text.Unicode;

namespace KafkaStore.Reading.Formats;

/// <summary>
/// One record as the original tool prints it: what Python's <c>json.dumps(…, sort_keys=True)</c> makes of it, byte for byte,
/// all ASCII. A key or value that is not UTF-8 appears as <c>keyBase64</c> or <c>valueBase64</c> instead; <c>headers</c>, which
/// the original has not, are an array of objects in the producer's order, and absent when there are none.
/// </summary>
public static class RecordLine
{
    /// <summary>Writes the JSON object, without a line feed.</summary>
    /// <param name="output">Receives it; nothing else is allocated.</param>
    /// <param name="filename">The archive object's name without its folders.</param>
    public static void Write(IBufferWriter<byte> output, string filename, Record record) =>
        Write(output, filename, record, null, default, default);

    /// <summary>As above, with other members in place of some.</summary>
    /// <param name="filename">The archive object's name without its folders.</param>
    /// <param name="partition">Written as <c>partition</c>; null leaves it out.</param>
    /// <param name="key">The whole member, such as <c>"keyHex": "00ff"</c>; empty for the usual one.</param>
    /// <param name="value">As <paramref name="key"/>.</param>
    public static void Write(
        IBufferWriter<byte> output,
        string filename,
        Record record,
        int? partition,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(filename);
        output.Write("{\"filename\": "u8);
        PythonJson.WriteString(output, filename);
        if (record.Headers.Count > 0)
        {
            output.Write(", \"headers\": "u8);
            WriteHeaders(output, record.Headers);
        }

        if (key.IsEmpty)
        {
            output.Write(", \"key"u8);
            WriteBytes(output, record.Key);
        }
        else
        {
            output.Write(", "u8);
            output.Write(key);
        }

        PythonJson.WriteNumber(output, ", \"offset\": "u8, record.Offset);
        if (partition is { } number)
            PythonJson.WriteNumber(output, ", \"partition\": "u8, number);

        PythonJson.WriteNumber(output, ", \"timestamp\": "u8, record.Timestamp);
        if (value.IsEmpty)
        {
            output.Write(", \"value"u8);
            WriteBytes(output, record.Value);
        }
        else
        {
            output.Write(", "u8);
            output.Write(value);
        }

        output.Write("}"u8);
    }

    private static void WriteHeaders(IBufferWriter<byte> output, IReadOnlyList<RecordHeader> headers)
    {
        for (int index = 0; index < headers.Count; index++)
        {
            output.Write(index == 0 ? "[{\"key\": "u8 : ", {\"key\": "u8);
            PythonJson.WriteString(output, headers[index].Key);
            output.Write(", \"value"u8);
            WriteBytes(output, headers[index].Value);
            output.Write("}"u8);
        }

        output.Write("]"u8);
    }

    /// <summary>Ends the name that was begun, since the name depends on the bytes, and writes them.</summary>
    private static void WriteBytes(IBufferWriter<byte> output, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } some)
        {
            output.Write("\": null"u8);
        }
        else if (Utf8.IsValid(some.Span))
        {
            output.Write("\": "u8);
            PythonJson.WriteUtf8(output, some.Span);
        }
        else
        {
            output.Write("Base64\": \""u8);
            PythonJson.WriteBase64(output, some.Span);
            output.Write("\""u8);
        }
    }
}
