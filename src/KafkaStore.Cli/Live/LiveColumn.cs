namespace KafkaStore.Cli.Live;

/// <summary>A column of the view: what it has of a row, and which are left out where the terminal is narrow.</summary>
/// <param name="Heading">What it is called.</param>
/// <param name="Rank">Those of the highest are left out first; 0 is never.</param>
/// <param name="IsNumber">Whether it stands to the right.</param>
/// <param name="Cell">What it has, without markup.</param>
internal sealed record LiveColumn(string Heading, int Rank, bool IsNumber, Func<LiveRow, string> Cell)
{
    /// <summary>Between columns.</summary>
    public const string Gap = "  ";

    private static readonly LiveColumn[] All =
    [
        new("partition", 0, IsNumber: false, row => row.Partition.ToString()),
        new("archived", 2, IsNumber: true, row => ShownFigures.Count(row.Archived)),
        new("accepted", 4, IsNumber: true, row => ShownFigures.Count(row.Accepted)),
        new("lag", 0, IsNumber: true, row => ShownFigures.Count(row.Lag)),
        new("records/s", 1, IsNumber: true, row => row.RecordsPerSecond > 0 ? ShownFigures.Rate(row.RecordsPerSecond) : ""),
        new("open for", 5, IsNumber: true, row => row.OpenFor is { } time ? ShownFigures.Time(time) : ""),
        new("open size", 3, IsNumber: true, row => row.OpenBytes is { } bytes ? ShownFigures.Size(bytes) : ""),
        new("last file", 7, IsNumber: true, row => ShownFigures.Count(row.LastBase)),
        new("size", 8, IsNumber: true, row => row.LastMade is { } made ? ShownFigures.Size(made.Bytes) : ""),
        new("made", 6, IsNumber: true, row => row.LastMade is { } made ? $"{ShownFigures.Time(made.Ago)} ago" : ""),
        new("state", 0, IsNumber: false, State) { IsState = true },
    ];

    /// <summary>Whether it is the last, whose colour says how well a partition stands.</summary>
    public bool IsState { get; private init; }

    /// <summary>As many as fit, in their order, with the width that each takes; the first and the last are cut down where even the fewest don't fit.</summary>
    /// <param name="rows">What is to be shown.</param>
    /// <param name="width">Of the terminal.</param>
    public static IReadOnlyList<(LiveColumn Column, int Width)> Fit(IReadOnlyCollection<LiveRow> rows, int width)
    {
        List<(LiveColumn Column, int Width)> columns =
        [
            .. All.Select(column =>
                (column, Math.Max(column.Heading.Length, rows.Select(row => column.Cell(row).Length).DefaultIfEmpty().Max()))
            ),
        ];
        while (Total(columns) > width && columns.MaxBy(each => each.Column.Rank) is { Column.Rank: > 0 } least)
            columns.Remove(least);
        CutDown(0);
        CutDown(columns.Count - 1);
        return columns;

        void CutDown(int index)
        {
            (LiveColumn column, int widest) = columns[index];
            columns[index] = (column, Math.Min(widest, Math.Max(column.Heading.Length, widest - (Total(columns) - width))));
        }
    }

    private static int Total(List<(LiveColumn Column, int Width)> columns) => columns.Sum(each => each.Width + Gap.Length) - Gap.Length;

    private static string State(LiveRow row) =>
        row.Standing switch
        {
            LiveStanding.Faulted => $"faulted: {row.Detail}",
            LiveStanding.Missing => "object missing",
            LiveStanding.NotRead => "not read",
            LiveStanding.Retrying => "retrying",
            LiveStanding.Lost => $"{row.Detail} lost",
            LiveStanding.Hole => "filling a hole",
            LiveStanding.Starting => "starting",
            LiveStanding.Away => "no broker",
            LiveStanding.Behind => "catching up",
            LiveStanding.Former => "finishing",
            _ => "up to date",
        };
}
