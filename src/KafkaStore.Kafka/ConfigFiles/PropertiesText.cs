using System.Globalization;
using System.Text;
using KafkaStore.Storage;

namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>
/// Java's properties format: Latin-1, one <c>name=value</c> a line with <c>=</c>, <c>:</c> or blanks between, <c>#</c> and <c>!</c> for
/// comments, a backslash at a line's end to go on in the next, <c>\uXXXX</c> and the like inside.
/// </summary>
internal static class PropertiesText
{
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>Name to value without blanks around it, the last of a name.</summary>
    /// <exception cref="FormatException">A <c>\u</c> without four hexadecimal digits; the message names the line and no value.</exception>
    public static OrderedDictionary<string, Secret> Parse(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.Latin1.GetString(bytes.StartsWith(Utf8Mark) ? bytes[Utf8Mark.Length..] : bytes);
        var values = new OrderedDictionary<string, Secret>(StringComparer.Ordinal);
        foreach ((int number, string line) in Logical(text.ReplaceLineEndings("\n").Split('\n')))
        {
            int end = EndOfName(line);
            int value = SkipBlanks(line, end);
            if (value < line.Length && line[value] is '=' or ':')
                value = SkipBlanks(line, value + 1);
            string name = Unescaped(line[..end], number);
            values.Remove(name); // so that the order is that of the last ones
            values[name] = new Secret(Unescaped(line[value..], number).Trim());
        }

        return values;
    }

    // Lines as they are meant: without comments and empty ones, those that go on joined.
    private static IEnumerable<(int Number, string Line)> Logical(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimStart(' ', '\t', '\f');
            if (line.Length == 0 || line[0] is '#' or '!')
                continue;
            int first = i;
            while (EndsOpen(line))
                line = line[..^1] + (++i < lines.Length ? lines[i].TrimStart(' ', '\t', '\f') : "");
            yield return (first + 1, line);
        }
    }

    private static bool EndsOpen(string line) => (line.Length - line.TrimEnd('\\').Length) % 2 == 1;

    private static int EndOfName(string line)
    {
        int i = 0;
        while (i < line.Length && line[i] is not ('=' or ':' or ' ' or '\t' or '\f'))
            i += line[i] == '\\' ? 2 : 1;
        return Math.Min(i, line.Length);
    }

    private static int SkipBlanks(string line, int from)
    {
        while (from < line.Length && line[from] is ' ' or '\t' or '\f')
            from++;
        return from;
    }

    private static string Unescaped(string text, int line)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                if (i < text.Length)
                    result.Append(text[i]);
            }
            else if (text[i] == 'u')
            {
                if (
                    !ushort.TryParse(
                        text.AsSpan(i + 1, Math.Min(4, text.Length - i - 1)),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out ushort unit
                    )
                    || i + 4 >= text.Length
                )
                {
                    throw new FormatException($"line {line} has a \\u that no four hexadecimal digits follow");
                }

                result.Append((char)unit);
                i += 4;
            }
            else
            {
                result.Append(
                    text[i] switch
                    {
                        't' => '\t',
                        'n' => '\n',
                        'r' => '\r',
                        'f' => '\f',
                        var other => other,
                    }
                );
            }
        }

        return result.ToString();
    }
}
