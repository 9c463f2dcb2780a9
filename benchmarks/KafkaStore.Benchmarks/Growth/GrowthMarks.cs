using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Marks;
using KafkaStore.Tests.Support;

namespace KafkaStore.Benchmarks.Growth;

/// <summary>Whether twice as much takes twice as long: by records, by partitions, by objects that are there already.</summary>
internal static class GrowthMarks
{
    private static readonly long[] Records = [500_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000];
    private static readonly int[] Partitions = [1, 6, 100, 1000];
    private static readonly int[] Objects = [1, 100, 1_000, 10_000, 100_000];

    // Azurite takes some milliseconds for each, and keeps them in memory.
    private const int MostBlobs = 10_000;

    public static async Task<IReadOnlyList<Mark>> MeasureAsync(Bench bench, long bytes, Options options)
    {
        Curve records = await ByRecordsAsync(bench, options.Number("records", 20_000_000));
        Curve partitions = await ByPartitionsAsync(bench, bytes);
        long most = options.Number("objects", 100_000);
        Curve objects = await new GrowingStore(bench).MeasureAsync(Objects.Where(count => count <= most));
        Curve blobs = await ByBlobsAsync(bench, Math.Min(most, MostBlobs));
        foreach (Curve curve in (Curve[])[records, partitions, objects, blobs])
        {
            string path = Path.Combine(bench.Folder, $"growth-{curve.Name}.svg");
            await File.WriteAllTextAsync(path, Plot.Of(curve));
            bench.Tables.Add(curve.ToTable());
            Progress.Say($"plotted in {path}");
        }

        return
        [
            Mark.AtMost("CPU a record, most records beside fewest", records.Last.Cpu / records.First.Cpu, 1.15, "0 %"),
            Mark.AtMost("wall a record, the same", records.Last.Wall / records.First.Wall, 1.15, "0 %"),
            Mark.AtMost("CPU with most objects in the store already beside fewest", objects.Last.Cpu / objects.First.Cpu, 1.15, "0 %"),
            Mark.AtMost("wall, the same", objects.Last.Wall / objects.First.Wall, 1.15, "0 %"),
            Mark.AtMost("CPU with most blobs in Azurite already beside fewest", blobs.Last.Cpu / blobs.First.Cpu, 1.15, "0 %"),
            Mark.AtMost("wall, the same", blobs.Last.Wall / blobs.First.Wall, 1.15, "0 %"),
            Mark.AtMost("CPU of 100 partitions beside 1, the same records", partitions.At(100).Cpu / partitions.First.Cpu, 1.25, "0 %"),
            Mark.AtMost("wall, the same", partitions.At(100).Wall / partitions.First.Wall, 1.25, "0 %"),
            Mark.AtMost("CPU of 1,000 partitions beside 1, the same records", partitions.At(1000).Cpu / partitions.First.Cpu, 1.8, "0 %"),
            Mark.AtMost("wall, the same", partitions.At(1000).Wall / partitions.First.Wall, 1.8, "0 %"),
        ];
    }

    // With ./setup --tests, which installs it.
    private static async Task<Curve> ByBlobsAsync(Bench bench, long most)
    {
        Environment.SetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING", Azurite.ConnectionString);
        Azurite azurite = await Azurite.SharedAsync();
        return await new GrowingStore(bench, await azurite.CreateContainerAsync()).MeasureAsync(Objects.Where(count => count <= most));
    }

    private static async Task<Curve> ByRecordsAsync(Bench bench, long most)
    {
        var points = new List<CurvePoint>();
        foreach (long records in Records.Where(count => count <= most))
            points.Add(await PointAsync(bench, records, new Load(6, 100, records / 6)));
        return new Curve("records", "records", points);
    }

    private static async Task<Curve> ByPartitionsAsync(Bench bench, long bytes)
    {
        var points = new List<CurvePoint>();
        foreach (int partitions in Partitions)
            points.Add(await PointAsync(bench, partitions, Load.OfSize(bytes, partitions, 900)));
        return new Curve("partitions", "partitions", points);
    }

    // Without starting, which a single record takes too; partitions have to be opened and sealed in any case.
    private static async Task<CurvePoint> PointAsync(Bench bench, double x, Load load)
    {
        ArchiveFigures start = await bench.ArchiveAsync(load.Least, new ArchiveSettings());
        ArchiveFigures run = await bench.ArchiveAsync(load, new ArchiveSettings());
        return new CurvePoint(
            x,
            (run.Process.Cpu - start.Process.Cpu).TotalMicroseconds / load.Records,
            (run.Process.Wall - start.Process.Wall).TotalMicroseconds / load.Records
        );
    }
}
