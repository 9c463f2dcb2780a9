using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Baselines;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>How long a segment takes from when all of it has arrived until its archive object is there.</summary>
internal static class SealMark
{
    private const long SegmentBytes = 256L << 20;

    // A segment ends with the record that makes it full.
    private const long SomeRecords = 1000;

    // Next to nothing waits in the client's queue: what the broker has sent is what the archiver has.
    private static readonly ArchiveSettings Settings = new(QueueKilobytes: 1024);

    /// <summary>Compressed while its records were accepted.</summary>
    public static async Task<Mark> MeasureHotAsync(Bench bench)
    {
        long records = await RecordsAsync(bench) + SomeRecords;
        var load = new Load(1, 900, records);
        Progress.Say($"archiving {load}, {Settings}");
        ArchiveFigures figures = await Run(bench, keepsFolder: false).RunAsync(load, Settings);
        bench.Runs.Add(figures, ", a segment of 256 MiB");
        double seconds =
            figures.ReadAll is { } read && figures.Process.FirstLine("Archived ") is { } archived
                ? Math.Max(0, (archived - read).TotalSeconds)
                : double.NaN;
        return Mark.AtMost("seconds from the last record of a 256 MiB segment to its object, deflate 6", seconds, 0.5, "0.00");
    }

    /// <summary>Read from what is staged, by a process that has only just begun.</summary>
    public static async Task<Mark> MeasureColdAsync(Bench bench)
    {
        long records = await RecordsAsync(bench) - SomeRecords;
        var load = new Load(1, 900, records);
        ArchiveRun run = Run(bench, keepsFolder: true);
        run.Clear();
        Progress.Say($"staging {load}, and sealing it in a process of its own");
        await run.RunAsync(load, Settings with { ClosesAtEnd = false });
        ArchiveFigures figures = await run.RunAsync(load, Settings);
        run.Clear();
        bench.Runs.Add(figures, ", a segment of 256 MiB from what is staged");
        PartCosts costs = await bench.PartsAsync(900, Settings);
        double cpuSecondsPerGB = costs
            .All.Where(cost => cost.Name == PartsAlone.Hashing || cost == costs.Compressing)
            .Sum(cost => cost.CpuSecondsPerGB);
        double alone = records * costs.EncodedRecordBytes / 1e9 * cpuSecondsPerGB / Environment.ProcessorCount;
        double seconds =
            figures.Assigned is { } begun && figures.Process.FirstLine("Archived ") is { } archived
                ? (archived - begun).TotalSeconds
                : double.NaN;
        return Mark.AtLeast(
            "sealing 256 MiB from what is staged: of hashing and compressing alone on all cores, by the clock",
            alone / seconds,
            1,
            "0 %"
        );
    }

    private static async Task<long> RecordsAsync(Bench bench) =>
        (long)(SegmentBytes / (await bench.PartsAsync(900, Settings)).EncodedRecordBytes);

    // Without topic ids, for which a seal waits.
    private static ArchiveRun Run(Bench bench, bool keepsFolder) =>
        new(bench.Program, Path.Combine(bench.Folder, "sealing")) { HasTopicIds = false, KeepsFolder = keepsFolder };
}
