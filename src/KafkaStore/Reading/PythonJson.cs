using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace KafkaStore.Reading;

/// <summary>JSON values as Python's <c>json.dumps</c> writes them with <c>ensure_ascii</c>, its default.</summary>
internal static class PythonJson
{
    // A multiple of 3, so that pieces join without padding between them.
    private const int Base64PieceBytes = 3 * 1024;

    private static readonly SearchValues<byte> PlainBytes =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Where(c => c is not ('"' or '\\')).Select(c => (byte)c)]);

    private static readonly SearchValues<char> PlainChars =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Where(c => c is not ('"' or '\\')).Select(c => (char)c)]);

    /// <summary>The string in quotes.</summary>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(PlainChars);
            if (plain < 0)
            {
                plain = text.Length;
            }

            Encoding.ASCII.GetBytes(text[..plain], output);
            if (plain < text.Length)
            {
                WriteEscape(output, text[plain++]);
            }

            text = text[plain..];
        }

        output.Write("\""u8);
    }

    /// <summary>The string in quotes.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="text">Valid UTF-8.</param>
    public static void WriteUtf8(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);
        Span<char> units = stackalloc char[2];
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(PlainBytes);
            if (plain < 0)
            {
                plain = text.Length;
            }

            output.Write(text[..plain]);
            text = text[plain..];
            if (!text.IsEmpty)
            {
                OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
                Debug.Assert(status == OperationStatus.Done, "The caller has checked the text.");
                foreach (char unit in units[..rune.EncodeToUtf16(units)])
                {
                    WriteEscape(output, unit);
                }

                text = text[consumed..];
            }
        }

        output.Write("\""u8);
    }

    /// <summary>Standard base64 with padding, no quotes.</summary>
    public static void WriteBase64(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> piece = bytes[..Math.Min(Base64PieceBytes, bytes.Length)];
            Span<byte> target = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(piece.Length));
            OperationStatus status = Base64.EncodeToUtf8(piece, target, out _, out int written);
            Debug.Assert(status == OperationStatus.Done, "The target has room for all of the piece.");
            output.Advance(written);
            bytes = bytes[piece.Length..];
        }
    }

    public static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        Span<byte> target = output.GetSpan(20);
        bool written = Utf8Formatter.TryFormat(number, target, out int count);
        Debug.Assert(written, "20 characters hold any long.");
        output.Advance(count);
    }

    private static void WriteEscape(IBufferWriter<byte> output, char unit)
    {
        switch (unit)
        {
            case '"':
                output.Write("\\\""u8);
                break;
            case '\\':
                output.Write("\\\\"u8);
                break;
            case '\n':
                output.Write("\\n"u8);
                break;
            case '\r':
                output.Write("\\r"u8);
                break;
            case '\t':
                output.Write("\\t"u8);
                break;
            case '\b':
                output.Write("\\b"u8);
                break;
            case '\f':
                output.Write("\\f"u8);
                break;
            default:
                ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
                output.Write([(byte)'\\', (byte)'u', digits[unit >> 12], digits[(unit >> 8) & 15], digits[(unit >> 4) & 15], digits[unit & 15]]);
                break;
        }
    }
}
