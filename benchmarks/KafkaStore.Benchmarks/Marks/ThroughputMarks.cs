using KafkaStore.Benchmarks.Archiving;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>What archiving takes beyond consuming and compressing.</summary>
internal static class ThroughputMarks
{
    private const int RecordBytes = 900;
    private const int SmallRecordBytes = 100;

    public static async Task<IReadOnlyList<Mark>> MeasureAsync(Bench bench, long bytes)
    {
        var deflate = new ArchiveSettings();
        Comparison six = await bench.CompareAsync(Load.OfSize(bytes, 6, RecordBytes), deflate);
        Comparison sixNull = await bench.CompareAsync(Load.OfSize(bytes, 6, RecordBytes), ArchiveSettings.Null);
        Comparison hundred = await bench.CompareAsync(Load.OfSize(bytes, 100, RecordBytes), deflate);
        Comparison hundredNull = await bench.CompareAsync(Load.OfSize(bytes, 100, RecordBytes), ArchiveSettings.Null);
        Comparison small = await bench.CompareAsync(Load.OfSize(bytes, 6, SmallRecordBytes), deflate);
        return
        [
            Mark.AtLeast("deflate 6, 6 partitions: of what the cores allow", six.OfPossible, 0.8, "0 %"),
            Mark.AtMost("deflate 6, 6 partitions: CPU-s a GB beyond consuming and compressing", six.BeyondPerGB, 2.4, "0.0"),
            Mark.AtMost("deflate 6, 100 partitions: the same", hundred.BeyondPerGB, 2.4, "0.0"),
            Mark.AtMost("null, 6 partitions: the same", sixNull.BeyondPerGB, 6, "0.0"),
            Mark.AtMost("null, 100 partitions: the same", hundredNull.BeyondPerGB, 6, "0.0"),
            Mark.AtLeast(
                "deflate 6, 6 partitions: cores busy while there is backlog",
                (six.Run.BusyCores ?? double.NaN) / Machine.Cores,
                0.95,
                "0 %"
            ),
            Mark.AtMost(
                "records of 100 B: µs of CPU a record beyond consuming and compressing",
                small.BeyondPerRecordMicroseconds,
                1.2,
                "0.00"
            ),
            Mark.AtMost(
                "deflate 6, 6 partitions: collections of generation 2 a GB",
                six.Run.Process.Collections!.Gen2 / six.Gigabytes,
                1,
                "0.0"
            ),
        ];
    }
}
