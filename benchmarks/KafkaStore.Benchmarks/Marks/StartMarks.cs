using KafkaStore.Benchmarks.Archiving;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>What comes before the first record, and after the last one of a segment.</summary>
internal static class StartMarks
{
    private const int Times = 5;

    public static async Task<IReadOnlyList<Mark>> MeasureAsync(Bench bench)
    {
        var helps = new List<ProcessFigures>();
        for (int i = 0; i < Times; i++)
            helps.Add(await bench.HelpAsync());
        ProcessFigures help = helps.OrderBy(figures => figures.Wall).ElementAt(Times / 2);
        bench.Runs.Add($"kafka-store --help, median of {Times}", help);
        ArchiveFigures few = await bench.ArchiveAsync(new Load(6, 900, 1), new ArchiveSettings());
        ArchiveFigures many = await bench.ArchiveAsync(new Load(1000, 900, 1), new ArchiveSettings());
        return
        [
            Mark.AtMost("1,000 partitions: seconds from assigned to first record staged", SecondsToStaged(many), 1, "0.00"),
            await SealMark.MeasureHotAsync(bench),
            await SealMark.MeasureColdAsync(bench),
            new Mark("kafka-store --help: seconds, CPU-s", "", $"{help.Wall.TotalSeconds:F2}, {help.Cpu.TotalSeconds:F2}", true),
            new Mark("6 partitions: seconds from start to first record staged", "", $"{few.FirstStaged?.TotalSeconds:F2}", true),
        ];
    }

    private static double SecondsToStaged(ArchiveFigures run) =>
        run.FirstStaged is { } staged && run.Assigned is { } assigned ? Math.Max(0, (staged - assigned).TotalSeconds) : double.NaN;
}
