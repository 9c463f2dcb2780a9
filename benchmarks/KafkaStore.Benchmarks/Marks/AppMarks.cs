using KafkaStore.Benchmarks.App;
using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Tests.Support;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>One worker process of the function app, from a batch's delivery until its chunks are staged, and while segments are sealed.</summary>
internal static class AppMarks
{
    public static async Task<IReadOnlyList<Mark>> MeasureAsync(Bench bench)
    {
        var run = new AppRun(Repository.Built("KafkaStore.FunctionApp", "KafkaStore.FunctionApp"), Path.Combine(bench.Folder, "app"));
        AppFigures usual = await RunAsync(AppLoad.Of(partitions: 6, recordBytes: 1024, batchRecords: 2000, batches: 100, warmUp: 20), 0);
        AppFigures small = await RunAsync(AppLoad.Of(partitions: 6, recordBytes: 100, batchRecords: 2000, batches: 100, warmUp: 20), 0);
        // 640 MB in two partitions: each fills a segment of 256 MiB.
        AppFigures large = await RunAsync(AppLoad.Of(partitions: 2, recordBytes: 1_000_000, batchRecords: 64, batches: 10, warmUp: 0), 2);
        var table = new Table(
            "function app, batch in to chunk staged",
            "records/s",
            "MB/s",
            "CPU-s a GB",
            "µs of CPU a record",
            "objects sealed",
            "peak MB"
        );
        foreach (AppFigures figures in (AppFigures[])[usual, small, large])
        {
            table.Add(
                $"{figures.Load}",
                $"{figures.Records / figures.Staging.Wall.TotalSeconds:N0}",
                $"{figures.Staging.MegabytesPerSecond:N0}",
                $"{figures.Staging.CpuSecondsPerGB:F1}",
                $"{figures.Staging.Cpu.TotalMicroseconds / figures.Records:F1}",
                $"{figures.Objects}",
                $"{figures.PeakBytes / 1e6:N0}"
            );
        }

        run.Clear();
        bench.Tables.Add(table);
        return
        [
            Mark.AtMost("function app: resident MB after ten batches of 64 MB with two seals beside them", large.PeakBytes / 1e6, 450, "0"),
        ];

        async Task<AppFigures> RunAsync(AppLoad load, int objects)
        {
            Progress.Say($"function app, {load}");
            return await run.RunAsync(load, objects);
        }
    }
}
