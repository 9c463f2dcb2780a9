using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Growth;
using KafkaStore.Benchmarks.Peers;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>Everything there is a mark for, or a part of it, as tables.</summary>
internal static class MarksCommand
{
    public static async Task<int> RunAsync(string which, Options options)
    {
        var bench = Bench.Of(options);
        long bytes = options.Bytes("size", "5GB");
        var marks = new List<Mark>();
        if (which is "marks")
            marks.AddRange(await ThroughputMarks.MeasureAsync(bench, bytes));
        if (which is "marks" or "memory")
            marks.AddRange(await MemoryMarks.MeasureAsync(bench, bytes));
        if (which is "marks" or "growth")
            marks.AddRange(await GrowthMarks.MeasureAsync(bench, bytes, options));
        if (which is "marks" or "start")
            marks.AddRange(await StartMarks.MeasureAsync(bench));
        Table? peers = which is "marks" ? await PeerTable.MeasureAsync(bench) : null;
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine(Mark.TableOf(marks));
        bench.PrintTables();
        if (peers is not null)
            Console.WriteLine(peers);
        return 0;
    }
}
