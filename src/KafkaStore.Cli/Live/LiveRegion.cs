namespace KafkaStore.Cli.Live;

/// <summary>
/// The last lines of a terminal, which are drawn anew in place, with what is logged above them. The cursor waits below and is never
/// hidden: however the process ends, the terminal is as it was. Each change is one write.
/// </summary>
/// <param name="output">The terminal; a writer of the console's would cut a change into pieces, between which it flickers.</param>
internal sealed class LiveRegion(Stream output)
{
    private const string EndOfLine = "\e[K"; // erases what was there before
    private const string Below = "\e[J";

    // Asking the runtime for the terminal's size has switched its keys over, which the runtime does not undo.
    private const string PlainKeys = "\e[?1l\e>";

    private readonly Lock gate = new();
    private IReadOnlyList<string> lines = [];
    private int width = int.MaxValue;

    /// <summary>Takes the place of what is shown.</summary>
    /// <param name="next">Lines that fit the width; colours may be in them.</param>
    /// <param name="columns">The terminal's width now.</param>
    public void Show(IReadOnlyList<string> next, int columns)
    {
        lock (gate)
        {
            var text = new StringBuilder(columns < width ? Erase(columns) : Top(lines.Count));
            foreach (string line in next)
                text.Append(line).Append(EndOfLine).Append('\n');
            Write(text.Append(Below).Append(lines.Count == 0 ? PlainKeys : ""));
            (lines, width) = (next, columns);
        }
    }

    /// <summary>A line that stays, above what is shown.</summary>
    public void Say(string line)
    {
        lock (gate)
        {
            StringBuilder text = new StringBuilder(Erase(width)).Append(line).Append('\n');
            foreach (string shown in lines)
                text.Append(shown).Append('\n');
            Write(text);
        }
    }

    // Where it has become narrower, the terminal has broken what stands there into more lines.
    private string Erase(int columns) => Top(lines.Sum(line => Math.Max(1, (VisibleLength(line) + columns - 1) / columns))) + Below;

    private static string Top(int lines) => lines == 0 ? "\r" : $"\r\e[{lines}A";

    private static int VisibleLength(string line)
    {
        int length = 0;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '\e')
                i = line.IndexOf('m', i);
            else
                length++;
        }

        return length;
    }

    private void Write(StringBuilder text)
    {
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
        output.Flush();
    }
}
