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

    // What a piece becomes at most is asked for at once.
    private const int TextPieceBytes = 1024;
    private const int EscapeBytes = 6;
    private const int PairBytes = 2 * EscapeBytes;

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
        while (!text.IsEmpty)
        {
            int piece = Math.Min(TextPieceBytes, text.Length);
            Span<byte> target = output.GetSpan((piece * EscapeBytes) + PairBytes);
            (int read, int written) = WritePiece(target, text, piece);
            output.Advance(written);
            text = text[read..];
        }

        output.Write("\""u8);
    }

    // Reads at least that many bytes, and to the end of the character that the last of them begins.
    private static (int Read, int Written) WritePiece(Span<byte> target, ReadOnlySpan<byte> text, int bytes)
    {
        Span<char> units = stackalloc char[2];
        int read = 0;
        int written = 0;
        while (read < bytes)
        {
            int plain = text[read..bytes].IndexOfAnyExcept(PlainBytes);
            if (plain < 0)
            {
                plain = bytes - read;
            }

            text.Slice(read, plain).CopyTo(target[written..]);
            read += plain;
            written += plain;
            if (read == bytes)
            {
                break;
            }

            if (text[read] < 0x80)
            {
                written += WriteEscape(target[written..], (char)text[read++]);
                continue;
            }

            OperationStatus status = Rune.DecodeFromUtf8(text[read..], out Rune rune, out int consumed);
            Debug.Assert(status == OperationStatus.Done, "The caller has checked the text.");
            foreach (char unit in units[..rune.EncodeToUtf16(units)])
            {
                written += WriteEscape(target[written..], unit);
            }

            read += consumed;
        }

        return (read, written);
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

    private static void WriteEscape(IBufferWriter<byte> output, char unit) => output.Advance(WriteEscape(output.GetSpan(EscapeBytes), unit));

    private static int WriteEscape(Span<byte> target, char unit)
    {
        target[0] = (byte)'\\';
        byte letter = unit switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            _ => (byte)'u',
        };
        target[1] = letter;
        if (letter != 'u')
        {
            return 2;
        }

        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        target[2] = digits[unit >> 12];
        target[3] = digits[(unit >> 8) & 15];
        target[4] = digits[(unit >> 4) & 15];
        target[5] = digits[unit & 15];
        return EscapeBytes;
    }
}
