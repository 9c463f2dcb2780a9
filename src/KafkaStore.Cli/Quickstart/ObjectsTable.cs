using KafkaStore.Segments;
using Spectre.Console;
using static KafkaStore.Cli.Terminals.ShownFigures;

namespace KafkaStore.Cli.Quickstart;

/// <summary>Archive objects as a table; lines and colours only on a terminal.</summary>
internal static class ObjectsTable
{
    public static void Write(TextWriter output, bool terminal, IReadOnlyList<ObjectRow> rows)
    {
        var table = new Table { Border = terminal ? TableBorder.Rounded : TableBorder.None };
        table.AddColumn(new TableColumn("name").NoWrap());
        foreach (string heading in new[] { "records", "bytes", "ratio" })
            table.AddColumn(new TableColumn(heading).NoWrap().RightAligned());
        table.AddColumn(new TableColumn("roll reason").NoWrap());
        foreach (ObjectRow row in rows)
        {
            SegmentFacts? facts = row.Object.Facts;
            table.AddRow(
                Markup.Escape(row.Object.Name.ToString()),
                Count(facts?.Container.Records),
                Count(row.Object.Length),
                string.Create(CultureInfo.InvariantCulture, $"{(double)row.RecordBytes / row.Object.Length:0.0}x"),
                facts?.Reason.ToString() ?? ""
            );
        }

        IAnsiConsole console = TableOutput.Create(output, terminal);
        // The longest topic name and all other columns fit; a narrow terminal wraps by itself.
        console.Profile.Width = Math.Max(console.Profile.Width, rows.Max(row => row.Object.Name.ToString().Length) + 60);
        console.Write(table);
    }
}
