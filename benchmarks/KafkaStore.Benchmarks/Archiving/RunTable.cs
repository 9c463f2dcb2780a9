namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Whole runs from the program's start to its end, and what they are held against.</summary>
internal sealed class RunTable
{
    public Table Table { get; } =
        new("run", "wall s", "CPU-s", "cores busy", "first staged s", "peak MB", "gen 0/1/2", "pauses s", "sent MB", "broker CPU-s");

    public void Add(string what, ProcessFigures figures) => Table.Add([what, .. Cells(figures, null), "", ""]);

    /// <param name="more">About the run.</param>
    public void Add(ArchiveFigures run, string more = "") =>
        Table.Add([
            $"kafka-store, {run.Load}, {run.Settings}{more}",
            .. Cells(run.Process, run.FirstStaged),
            $"{run.BytesSent / 1e6:N0}",
            $"{run.BrokerCpu.TotalSeconds:F1}",
        ]);

    public static Table Ratios(IEnumerable<Comparison> comparisons)
    {
        var table = new Table(
            "beside consuming and compressing alone, without starting",
            "GB",
            "wall s",
            "CPU-s",
            "consuming",
            "compressing",
            "of the possible speed",
            "of its CPU",
            "CPU-s a GB beyond",
            "µs a record beyond",
            "cores busy reading"
        );
        foreach (Comparison comparison in comparisons)
        {
            table.Add(
                $"{comparison.Run.Load}, {comparison.Run.Settings}",
                $"{comparison.Gigabytes:F2}",
                $"{comparison.Wall.TotalSeconds:F1}",
                $"{comparison.Cpu.TotalSeconds:F1}",
                $"{comparison.Consuming.TotalSeconds:F2}",
                $"{comparison.Compressing.TotalSeconds:F1}",
                $"{comparison.OfPossible:P0}",
                $"{comparison.OfProcessorTime:P0}",
                $"{comparison.BeyondPerGB:F2}",
                $"{comparison.BeyondPerRecordMicroseconds:F2}",
                $"{comparison.Run.BusyCores:F2}"
            );
        }

        return table;
    }

    private static string[] Cells(ProcessFigures figures, TimeSpan? firstStaged) =>
        [
            $"{figures.Wall.TotalSeconds:F1}",
            $"{figures.Cpu.TotalSeconds:F1}",
            $"{figures.CoresBusy:F2}",
            $"{firstStaged?.TotalSeconds:F2}",
            $"{figures.PeakBytes / 1e6:N0}",
            figures.Collections is { } collections ? $"{collections.Gen0}/{collections.Gen1}/{collections.Gen2}" : "",
            $"{figures.Collections?.PauseSeconds:F2}",
        ];
}
