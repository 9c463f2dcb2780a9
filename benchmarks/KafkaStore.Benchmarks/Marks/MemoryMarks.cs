using KafkaStore.Benchmarks.Archiving;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>Resident memory at its highest.</summary>
internal static class MemoryMarks
{
    private const int RecordBytes = 900;
    private const int LargeRecordBytes = 60_000_000;

    public static async Task<IReadOnlyList<Mark>> MeasureAsync(Bench bench, long bytes)
    {
        double six = await PeakAsync(6, RecordBytes, new ArchiveSettings());
        double hundred = await PeakAsync(100, RecordBytes, new ArchiveSettings());
        double thousand = await PeakAsync(1000, RecordBytes, new ArchiveSettings());
        double small = await PeakAsync(6, 100, new ArchiveSettings());
        double shortSegments = await PeakAsync(6, RecordBytes, new ArchiveSettings(FileSize: "64M"));
        double longSegments = await PeakAsync(6, RecordBytes, new ArchiveSettings(FileSize: "1G"));
        ArchiveFigures large = await bench.ArchiveAsync(new Load(1, LargeRecordBytes, 3), new ArchiveSettings());
        return
        [
            Mark.AtMost("resident MB with 6 partitions", six, 250, "0"),
            Mark.AtMost("resident MB with 100 partitions", hundred, 300, "0"),
            Mark.AtMost("resident MB with 1,000 partitions", thousand, 450, "0"),
            Mark.AtMost("resident, segments of 1 GiB as a share of 64 MiB's", longSegments / shortSegments, 1.1, "0 %"),
            Mark.AtMost("resident, records of 100 B as a share of 900 B's", small / six, 1.1, "0 %"),
            Mark.AtMost("resident MB while three records of 60 MB pass through", large.Process.PeakBytes / 1e6, 400, "0"),
        ];

        async Task<double> PeakAsync(int partitions, int recordBytes, ArchiveSettings settings) =>
            (await bench.ArchiveAsync(Load.OfSize(bytes, partitions, recordBytes), settings)).Process.PeakBytes / 1e6;
    }
}
