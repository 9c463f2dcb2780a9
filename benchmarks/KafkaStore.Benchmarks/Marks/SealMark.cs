using KafkaStore.Benchmarks.Archiving;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>From the moment when a segment's last record has arrived until its archive object is there.</summary>
internal static class SealMark
{
    private const long SegmentBytes = 256L << 20;

    // Next to nothing waits in the client's queue: what the broker has sent is what the archiver has.
    private static readonly ArchiveSettings Settings = new(QueueKilobytes: 1024);

    public static async Task<Mark> MeasureAsync(Bench bench)
    {
        PartCosts costs = await bench.PartsAsync(900, new ArchiveSettings());
        // A few more than a segment, since it ends with the record that makes it full.
        long records = (long)(SegmentBytes / costs.EncodedRecordBytes) + 1000;
        // Without topic ids, for which a seal waits.
        var run = new ArchiveRun(bench.Program, Path.Combine(bench.Folder, "sealing")) { HasTopicIds = false };
        var load = new Load(1, 900, records);
        Progress.Say($"archiving {load}, {Settings}");
        ArchiveFigures figures = await run.RunAsync(load, Settings);
        bench.Runs.Add(figures, ", a segment of 256 MiB");
        double seconds =
            figures.ReadAll is { } read && figures.Process.FirstLine("Archived ") is { } archived
                ? Math.Max(0, (archived - read).TotalSeconds)
                : double.NaN;
        return Mark.AtMost("seconds from the last record of a 256 MiB segment to its object, deflate 6", seconds, 0.5, "0.00");
    }
}
