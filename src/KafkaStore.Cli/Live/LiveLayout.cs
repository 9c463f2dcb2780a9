using Spectre.Console;

namespace KafkaStore.Cli.Live;

/// <summary>Lays a frame out for a terminal of some size: partitions by name where all fit, otherwise the worst first.</summary>
internal sealed class LiveLayout(TerminalText text)
{
    // With these there is a table at least.
    private const int LeastHeight = 8;
    private const int LeastWidth = 30;
    private const int HeadingLines = 2;
    private const string Gap = LiveColumn.Gap;

    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Its lines; of a high one some are left for what is logged.</param>
    public IReadOnlyList<string> Lines(LiveFrame frame, int width, int height)
    {
        width = Math.Max(width, LeastWidth);
        int left = Math.Max(height - 1 - (height / 4), LeastHeight);
        List<string> lines = [.. Head(frame, width), ""];
        string[] troubles = [.. Troubles(frame, width, (left - lines.Count) / 2)];
        lines.AddRange(Table(frame, width, left - lines.Count - troubles.Length));
        lines.AddRange(troubles);
        return lines;
    }

    private string[] Head(LiveFrame frame, int width)
    {
        string time = ShownFigures.Time(frame.Running);
        string title = ShownFigures.Cut(frame.Title, width - time.Length - 2);
        string first = $"[bold]{Markup.Escape(title)}[/]{new string(' ', width - title.Length - time.Length)}[dim]{time}[/]";
        var second = new StringBuilder();
        int length = 0;
        foreach (string part in Totals(frame))
        {
            int longer = length + Markup.Remove(part).Length + (length == 0 ? 0 : 3);
            if (longer > width)
                break;
            second.Append(length == 0 ? "" : "[dim] · [/]").Append(part);
            length = longer;
        }

        return [.. text.Lines(new Markup(first), width), .. text.Lines(new Markup(second.ToString()), width)];
    }

    // The first matter most.
    private static IEnumerable<string> Totals(LiveFrame frame)
    {
        yield return frame.Lag is { } lag ? $"lag [bold]{ShownFigures.Count(lag)}[/]" : "lag not known yet";
        yield return $"{ShownFigures.Rate(frame.RecordsPerSecond)} records/s";
        yield return $"{ShownFigures.Size(frame.BytesPerSecond)}/s";
        yield return $"{ShownFigures.Count(frame.Records, "record")} accepted";
        yield return frame.Files == 0
            ? "no file made yet"
            : $"{ShownFigures.Count(frame.Files, "file")} made, {ShownFigures.Size(frame.FileBytes)}";
    }

    private IEnumerable<string> Table(LiveFrame frame, int width, int height)
    {
        int room = Math.Max(1, height - HeadingLines);
        LiveRow[] shown = [.. frame.Rows];
        if (shown.Length > room)
        {
            shown =
            [
                .. frame
                    .Rows.OrderBy(row => row.Standing)
                    .ThenByDescending(row => row.Lag ?? -1)
                    .ThenBy(row => row.Partition)
                    .Take(Math.Max(1, room - 1)),
            ];
        }

        if (shown.Length == 0)
            return ["No partition is looked after yet."];
        IReadOnlyList<(LiveColumn Column, int Width)> columns = LiveColumn.Fit(shown, width);
        string headings = string.Join(Gap, columns.Select(each => Aligned(each.Column.Heading, each.Column, each.Width)));
        string rule = new('─', columns.Sum(each => each.Width + Gap.Length) - Gap.Length);
        List<string> lines = [$"[dim]{headings}[/]", $"[dim]{rule}[/]", .. shown.Select(row => Line(row, columns))];
        if (shown.Length < frame.Rows.Count)
            lines.Add($"[dim]{Markup.Escape(More(frame, shown))}[/]");
        return lines.SelectMany(line => text.Lines(new Markup(line), width));
    }

    private static string Line(LiveRow row, IReadOnlyList<(LiveColumn Column, int Width)> columns) =>
        string.Join(
            Gap,
            columns.Select(each =>
            {
                string cell = Markup.Escape(Aligned(ShownFigures.Cut(each.Column.Cell(row), each.Width), each.Column, each.Width));
                return each.Column.IsState && StyleOf(row.Standing) is { } style ? $"[{style}]{cell}[/]" : cell;
            })
        );

    private static string Aligned(string cell, LiveColumn column, int width) =>
        column.IsNumber ? cell.PadLeft(width)
        : column.IsState ? cell
        : cell.PadRight(width);

    private static string? StyleOf(LiveStanding standing) =>
        standing switch
        {
            LiveStanding.Faulted or LiveStanding.Missing => "bold red",
            LiveStanding.NotRead or LiveStanding.Retrying or LiveStanding.Lost or LiveStanding.Hole or LiveStanding.Away => "yellow",
            LiveStanding.UpToDate => "green",
            LiveStanding.Starting or LiveStanding.Former => "dim",
            _ => null,
        };

    private static string More(LiveFrame frame, LiveRow[] shown)
    {
        LiveRow[] others = [.. frame.Rows.Except(shown)];
        int well = others.Count(row => row.Standing == LiveStanding.UpToDate);
        string how =
            well == others.Length ? "all up to date"
            : well == 0 ? "none worse"
            : $"{ShownFigures.Count(well)} of them up to date";
        return $"… and {ShownFigures.Count(others.Length)} more, {how}";
    }

    private IEnumerable<string> Troubles(LiveFrame frame, int width, int height)
    {
        if (frame.Troubles.Count == 0)
            return [];
        string[] lines =
        [
            .. frame.Troubles.SelectMany(trouble =>
                text.Lines(
                    new Markup(
                        $"[{(trouble.IsLasting ? "red" : "yellow")}]{Markup.Escape(trouble.What)}[/]: {Markup.Escape(trouble.Text.ReplaceLineEndings(" "))}"
                    ),
                    width
                )
            ),
        ];
        int room = Math.Max(2, height - 1);
        return lines.Length <= room ? lines.Prepend("") : lines.Take(room - 1).Append("… the rest is in the log").Prepend("");
    }
}
