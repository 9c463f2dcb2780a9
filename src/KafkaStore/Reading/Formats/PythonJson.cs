using System.Buffers.Text;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace KafkaStore.Reading.Formats;

/// <summary>JSON values as Python's <c>json.dumps</c> writes them with <c>ensure_ascii</c>, its default.</summary>
internal static class PythonJson
{
    // A multiple of 3, so that pieces join without padding between them.
    private const int Base64PieceBytes = 3 * 1024;

    // What a piece becomes at most is asked for at once.
    private const int TextPieceBytes = 1024;
    private const int PairBytes = 2 * JsonEscape.MaximumBytes;

    private static readonly SearchValues<char> PlainChars = SearchValues.Create([
        .. Enumerable.Range(0, 0x80).Where(c => JsonEscape.Letters[c] == JsonEscape.None).Select(c => (char)c),
    ]);

    /// <summary>The string in quotes.</summary>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(PlainChars);
            if (plain < 0)
                plain = text.Length;

            Encoding.ASCII.GetBytes(text[..plain], output);
            if (plain < text.Length)
                WriteEscape(output, text[plain++]);

            text = text[plain..];
        }

        output.Write("\""u8);
    }

    /// <summary>The string in quotes.</summary>
    /// <param name="text">Valid UTF-8.</param>
    public static void WriteUtf8(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        bool isFirst = true;
        do
        {
            int piece = Math.Min(TextPieceBytes, text.Length);
            Span<byte> target = output.GetSpan((piece * JsonEscape.MaximumBytes) + PairBytes + 2);
            int begin = 0;
            if (isFirst)
                target[begin++] = (byte)'"';

            (int read, int written) = WritePiece(target[begin..], text, piece);
            written += begin;
            text = text[read..];
            if (text.IsEmpty)
                target[written++] = (byte)'"';

            output.Advance(written);
            isFirst = false;
        } while (!text.IsEmpty);
    }

    // Reads at least that many bytes, and to the end of the character that the last of them begins.
    private static (int Read, int Written) WritePiece(Span<byte> target, ReadOnlySpan<byte> text, int bytes)
    {
        int read = 0;
        int written = 0;
        while (read < bytes)
        {
            byte next = text[read];
            if (bytes - read >= Vector128<byte>.Count)
            {
                // JSON in JSON has a quote every few bytes: copying while looking is faster than searching first.
                var piece = Vector128.Create(text[read..]);
                piece.CopyTo(target[written..]);
                int plain = PlainBytes(piece);
                read += plain;
                written += plain;
                if (plain == Vector128<byte>.Count)
                    continue;

                next = text[read];
            }

            if (next >= 0x80)
            {
                (int character, int escapes) = WriteEscapes(target[written..], text[read..]);
                read += character;
                written += escapes;
                continue;
            }

            byte letter = JsonEscape.Letters[next];
            read++;
            if (letter == JsonEscape.None)
            {
                target[written++] = next;
            }
            else if (letter != JsonEscape.Code)
            {
                target[written + 1] = letter;
                target[written] = (byte)'\\';
                written += 2;
            }
            else
            {
                written += JsonEscape.Write(target[written..], (char)next);
            }
        }

        return (read, written);
    }

    /// <summary>How many bytes stand before the first that is to be escaped; all where none is.</summary>
    private static int PlainBytes(Vector128<byte> piece)
    {
        Vector128<byte> special =
            Vector128.LessThan(piece.AsSByte(), Vector128.Create((sbyte)' ')).AsByte() // controls, and all that is not ASCII
            | Vector128.Equals(piece, Vector128.Create((byte)'"'))
            | Vector128.Equals(piece, Vector128.Create((byte)'\\'))
            | Vector128.Equals(piece, Vector128.Create((byte)'\u007f'));
        return BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits() | (1u << Vector128<byte>.Count));
    }

    // The character that the text begins with, which is not ASCII.
    private static (int Read, int Written) WriteEscapes(Span<byte> target, ReadOnlySpan<byte> text)
    {
        OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
        Debug.Assert(status == OperationStatus.Done, "The caller has checked the text.");
        Span<char> units = stackalloc char[2];
        int written = 0;
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
            written += JsonEscape.Write(target[written..], unit);

        return (consumed, written);
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

    /// <param name="name">What stands before the number, colon included.</param>
    /// <param name="number">In decimal.</param>
    public static void WriteNumber(IBufferWriter<byte> output, ReadOnlySpan<byte> name, long number)
    {
        Span<byte> target = output.GetSpan(name.Length + 20);
        name.CopyTo(target);
        bool written = Utf8Formatter.TryFormat(number, target[name.Length..], out int count);
        Debug.Assert(written, "20 characters hold any long.");
        output.Advance(name.Length + count);
    }

    private static void WriteEscape(IBufferWriter<byte> output, char unit) =>
        output.Advance(JsonEscape.Write(output.GetSpan(JsonEscape.MaximumBytes), unit));
}
