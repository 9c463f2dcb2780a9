using Azure.Storage.Blobs;
using KafkaStore.Benchmarks.Archiving;

namespace KafkaStore.Benchmarks.Growth;

/// <summary>
/// The same records archived on top of ever more objects. The program makes those itself, of a few records each, and then goes on in
/// the same archive where the topic has grown.
/// </summary>
/// <param name="container">Empty, of Azurite, for the archive; null for a folder.</param>
internal sealed class GrowingStore(Bench bench, BlobContainerClient? container = null)
{
    private const int RecordBytes = 100;

    // Enough that some tenths of a second, by which one start differs from another, are little of it.
    private const int More = 2_000_000;

    // Of the broker's batches: a topic is the beginning of a longer one only where it ends with a batch.
    private const int PerBatch = (128 << 10) / (RecordBytes + 20);
    private const int PerObject = 28;

    private static readonly ArchiveSettings Tiny = new(FileSize: "3k");

    public async Task<Curve> MeasureAsync(IEnumerable<int> counts)
    {
        var run = new ArchiveRun(bench.Program, Path.Combine(bench.Folder, "growing"))
        {
            KeepsFolder = true,
            HasTopicIds = false,
            Container = container,
        };
        run.Clear();
        var points = new List<CurvePoint>();
        long records = 0;
        foreach (int count in counts)
        {
            Progress.Say($"making {count:N0} objects");
            records += Batches((count - run.CountObjects()) * (long)PerObject);
            await run.RunAsync(new Load(1, RecordBytes, records), Tiny);
            int objects = run.CountObjects();
            ArchiveFigures start = await run.RunAsync(new Load(1, RecordBytes, records), new ArchiveSettings());
            long added = Batches(More);
            records += added;
            Progress.Say($"archiving {added:N0} records on top of {objects:N0} objects");
            ArchiveFigures more = await run.RunAsync(new Load(1, RecordBytes, records), new ArchiveSettings());
            bench.Runs.Add(more, $" on top of {objects:N0} {(container is null ? "objects" : "blobs in Azurite")}");
            points.Add(
                new CurvePoint(
                    objects,
                    (more.Process.Cpu - start.Process.Cpu).TotalMicroseconds / added,
                    (more.Process.Wall - start.Process.Wall).TotalMicroseconds / added
                )
            );
        }

        run.Clear();
        return container is null
            ? new Curve("objects", "objects in the store already", points)
            : new Curve("blobs", "blobs in Azurite already", points);
    }

    private static long Batches(long records) => Math.Max(1, records / PerBatch) * PerBatch;
}
