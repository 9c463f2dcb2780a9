using System.Text.Unicode;

namespace KafkaStore.Cli.Reader.Formats;

/// <summary>JSON that is put into other JSON as it is, numbers and escapes to the letter, on one line.</summary>
internal static class JsonValue
{
    private const int MaximumDepth = 512;

    private static readonly SearchValues<byte> Beginnings = SearchValues.Create("{[\"-0123456789tfn \t\r\n"u8);
    private static readonly SearchValues<byte> QuoteOrSpace = SearchValues.Create("\" \t\r\n"u8);
    private static readonly SearchValues<byte> QuoteOrEscape = SearchValues.Create("\"\\"u8);

    /// <summary>Copies the value without the white space around its parts; false, writing nothing, where the bytes are not one JSON value.</summary>
    public static bool TryCopy(ReadOnlySpan<byte> bytes, IBufferWriter<byte> target)
    {
        if (!IsValue(bytes))
            return false;
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOfAny(QuoteOrSpace);
            if (end < 0)
                end = bytes.Length;
            else if (bytes[end] == '"')
                end += LengthOfText(bytes[end..]);
            target.Write(bytes[..end]);
            bytes = bytes[end..];
            bytes = bytes.TrimStart(" \t\r\n"u8);
        }

        return true;
    }

    private static bool IsValue(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || !Beginnings.Contains(bytes[0]) || !Utf8.IsValid(bytes))
            return false;
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaximumDepth });
            while (reader.Read())
            {
                // Only whether it can be read.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Quotes included; the bytes begin with the first.
    private static int LengthOfText(ReadOnlySpan<byte> bytes)
    {
        for (int at = 1; ; at += 2)
        {
            at += bytes[at..].IndexOfAny(QuoteOrEscape);
            if (bytes[at] == '"')
                return at + 1;
        }
    }
}
