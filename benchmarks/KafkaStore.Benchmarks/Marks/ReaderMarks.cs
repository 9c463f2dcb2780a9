using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Reading;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>Reading beside what it is made of: in this process, by the reader's program, and by verifying all of it.</summary>
internal static class ReaderMarks
{
    private const int Partitions = 4;
    private const int RecordBytes = 900;

    public static async Task<IReadOnlyList<Mark>> MeasureAsync(Bench bench, long bytes)
    {
        var table = new Table("reading", "CPU-s a GB", "MB/s", "cores busy");
        bench.Tables.Add(table);
        List<Mark> marks = [];
        foreach (ArchiveSettings codec in (ArchiveSettings[])[new("deflate", 6), new("zstandard", 3)])
            marks.AddRange(await MeasureAsync(bench, bytes, codec, table));
        return marks;
    }

    private static async Task<IReadOnlyList<Mark>> MeasureAsync(Bench bench, long bytes, ArchiveSettings codec, Table table)
    {
        string folder = Path.Combine(bench.Folder, $"reading-{codec.Codec}");
        Progress.Say($"reading {bytes / 1e9:0.#} GB, {codec}");
        // Compiled and warm.
        ReadingCosts few = await ReadingCosts.OverAsync(bench, folder + "-few", codec, new Load(Partitions, RecordBytes, 10));
        Func<ReadingCosts, Task<Cost>>[] parts =
        [
            costs => costs.DecompressAsync(),
            costs => costs.DecompressAndHashAsync(),
            costs => costs.DecodeAsync(),
            costs => costs.FormatAsync(),
        ];
        ReadingCosts all = await ReadingCosts.OverAsync(bench, folder, codec, Load.OfSize(bytes, Partitions, RecordBytes));
        var measured = new List<Cost>();
        foreach (Func<ReadingCosts, Task<Cost>> part in parts)
        {
            await part(few);
            measured.Add(await part(all));
        }

        (Cost decompressing, Cost hashing, Cost decoding, Cost formatting) = (measured[0], measured[1], measured[2], measured[3]);
        Cost lines = await RunAsync(
            "kafka-store-reader, JSON lines",
            directory => $"kafka-store-reader local {directory}/{LoadBroker.Topic}"
        );
        Cost verify = await RunAsync("kafka-store verify", directory => $"verify --local-store {directory}");
        foreach (Cost cost in (Cost[])[.. measured, lines, verify])
            table.Add($"{cost.Name}, {codec}", $"{cost.CpuSecondsPerGB:F2}", $"{cost.MegabytesPerSecond:N0}", $"{cost.Cpu / cost.Wall:F2}");
        foreach (string made in (string[])[folder, folder + "-few"])
            Directory.Delete(made, recursive: true);
        return
        [
            Mark.AtLeast($"decoding {codec}: of the CPU of decompressing alone", decompressing.Cpu / decoding.Cpu, 0.9, "0 %"),
            Mark.AtLeast(
                $"JSON lines {codec}: of decoding and formatting in process, by the clock",
                formatting.Wall / lines.Wall,
                0.75,
                "0 %"
            ),
            Mark.AtLeast(
                $"verify {codec}: of decompressing and hashing on all cores, by the clock",
                hashing.Cpu / Environment.ProcessorCount / verify.Wall,
                0.8,
                "0 %"
            ),
        ];

        // Without what the same takes for a small archive, most of which is starting.
        async Task<Cost> RunAsync(string name, Func<string, string> command)
        {
            ProcessFigures start = await ShellAsync(command(few.Archive));
            ProcessFigures run = await ShellAsync(command(all.Archive));
            double share = 1 - (double)few.Bytes / all.Bytes;
            return new Cost(name, run.Cpu - start.Cpu, run.Wall - start.Wall, (long)(all.Bytes * share));
        }

        Task<ProcessFigures> ShellAsync(string arguments) =>
            MeasuredProcess.RunAsync("bash", ["-c", $"exec dotnet '{bench.Program}' {arguments} >/dev/null"]);
    }
}
