using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;
using KafkaStore.Records;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Reading;

/// <summary>One record at a random offset of an archive of 1,000 objects, beside reading the whole of its object.</summary>
internal static class Seek
{
    private const int Objects = 1000;
    private const long ObjectBytes = 8L * 1024 * 1024;
    private const int Seeks = 300;
    private const int WholeReads = 60;

    public static async Task RunAsync(string folder)
    {
        Console.WriteLine($"{Objects} objects of {ObjectBytes >> 20} MiB of records in {folder}");
        (LocalObjectStore store, long end) = await BenchmarkArchive.OpenAsync(folder, Objects, ObjectBytes);
        var objects = new ArchiveObjects(store);
        var locator = new ArchiveLocator(store);
        var random = new Random(1);
        Report("one record, by seeking", await MeasureAsync(Seeks, () => SeekAsync(objects, locator, random.NextInt64(end))));
        Report(
            "one record, by reading its object",
            await MeasureAsync(WholeReads, () => ReadObjectAsync(objects, locator, random.NextInt64(end)))
        );
    }

    private static async Task SeekAsync(ArchiveObjects objects, ArchiveLocator locator, long offset)
    {
        var range = new RecordRange(BenchmarkArchive.Partition) { FromOffset = offset, ToOffset = offset + 1 };
        await foreach (
            ArchivedBlock block in new RangeReader(objects).ReadAsync(new RangeSlices(objects, locator), range, CancellationToken.None)
        )
        {
            if (block.Records.Any(record => record.Offset == offset))
                return;
        }

        throw new InvalidOperationException($"There is no offset {offset}.");
    }

    private static async Task ReadObjectAsync(ArchiveObjects objects, ArchiveLocator locator, long offset)
    {
        ArchiveEntry entry =
            await locator.FindAtOrBelowAsync(BenchmarkArchive.Partition, offset, CancellationToken.None)
            ?? throw new InvalidOperationException("There is no object.");
        ArchiveObject archived = await objects.OpenAsync(entry, CancellationToken.None);
        bool found = false;
        await foreach (EncodedRecord record in new ArchiveCursor(objects).ReadObjectAsync(archived, 0, CancellationToken.None))
            found |= record.Offset == offset;
        if (!found)
            throw new InvalidOperationException($"There is no offset {offset}.");
    }

    private static async Task<TimeSpan[]> MeasureAsync(int times, Func<Task> measured)
    {
        for (int i = 0; i < 20; i++)
            await measured();
        var taken = new TimeSpan[times];
        for (int i = 0; i < times; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await measured();
            taken[i] = Stopwatch.GetElapsedTime(started);
        }

        Array.Sort(taken);
        return taken;
    }

    private static void Report(string what, TimeSpan[] taken) =>
        Console.WriteLine(
            $"{what, -34} p50 {taken[taken.Length / 2].TotalMilliseconds, 8:0.00} ms   p95 {taken[taken.Length * 95 / 100].TotalMilliseconds, 8:0.00} ms   ({taken.Length} times)"
        );
}
