using System.Text;

namespace KafkaStore.Benchmarks.Measuring;

/// <summary>Rows as Markdown writes them, columns aligned for whoever reads them in a terminal.</summary>
internal sealed class Table(params string[] columns)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max())];
        var text = new StringBuilder();
        Append(columns);
        Append([.. widths.Select(width => new string('-', width))]);
        foreach (string[] row in rows)
            Append(row);
        return text.ToString();

        void Append(string[] cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select((cell, i) => cell.PadRight(widths[i]))).AppendLine(" |");
    }
}
