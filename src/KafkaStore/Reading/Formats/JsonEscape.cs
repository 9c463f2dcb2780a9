namespace KafkaStore.Reading.Formats;

/// <summary>How a UTF-16 unit is escaped in JSON that is all ASCII.</summary>
internal static class JsonEscape
{
    /// <summary>Of one unit, such as <c>\u00e9</c>.</summary>
    public const int MaximumBytes = 6;

    /// <summary>In <see cref="Letters"/>: the character needs none.</summary>
    public const byte None = 0;

    /// <summary>In <see cref="Letters"/>: four hexadecimal digits follow.</summary>
    public const byte Code = (byte)'u';

    private static readonly byte[] AsciiLetters = [.. Enumerable.Range(0, 0x80).Select(c => Letter((char)c))];

    /// <summary>What follows the backslash, by the ASCII character.</summary>
    public static ReadOnlySpan<byte> Letters => AsciiLetters;

    /// <summary>Escapes a unit that is not plain, and returns the number of bytes.</summary>
    public static int Write(Span<byte> target, char unit)
    {
        target[0] = (byte)'\\';
        byte letter = unit < 0x80 ? Letters[unit] : Code;
        target[1] = letter;
        if (letter != Code)
            return 2;

        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        target[2] = digits[unit >> 12];
        target[3] = digits[(unit >> 8) & 15];
        target[4] = digits[(unit >> 4) & 15];
        target[5] = digits[unit & 15];
        return MaximumBytes;
    }

    private static byte Letter(char unit) =>
        unit switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            '\b' => (byte)'b',
            '\f' => (byte)'f',
            >= ' ' and <= '~' => None,
            _ => Code,
        };
}
