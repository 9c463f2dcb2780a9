using System.Text.Json;

namespace KafkaStore.Reading.Formats;

/// <summary>Texts in any JSON, escaped as <see cref="RecordLine"/> escapes them.</summary>
public static class JsonText
{
    private const int MaximumDepth = 1000; // as deep as a writer goes

    /// <summary>Copies the JSON, to the letter but for its texts.</summary>
    /// <param name="json">One value.</param>
    public static void Copy(ReadOnlySpan<byte> json, IBufferWriter<byte> target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        int copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
                continue;
            int start = (int)reader.TokenStartIndex;
            target.Write(json[copied..start]);
            PythonJson.WriteString(target, reader.GetString());
            copied = start + reader.ValueSpan.Length + 2; // the quotes
        }

        target.Write(json[copied..]);
    }
}
