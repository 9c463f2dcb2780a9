namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Whole runs and what they are held against, as tables.</summary>
internal static class ArchiveCommand
{
    public static async Task<int> RunAsync(Options options)
    {
        string program = options.Text("program", Path.Combine(AppContext.BaseDirectory, "kafka-store.dll"));
        string folder = options.Text("folder", Path.Combine(Path.GetTempPath(), $"kafka-store-benchmark-{Environment.ProcessId}"));
        long bytes = options.Bytes("size", "5GB");
        var bench = new Bench(program, folder, Math.Min(bytes, 1_000_000_000));
        var load = Load.OfSize(bytes, options.Number("partitions", 6), options.Number("record-bytes", 900));
        string codec = options.Text("codec", "deflate");
        var settings = new ArchiveSettings(codec, codec == "null" ? null : options.Number("level", 6), options.Text("file-size", "256M"));
        Console.WriteLine(Machine.Describe());
        var runs = new RunTable();
        Comparison comparison = await bench.CompareAsync(load, settings);
        runs.Add(comparison);
        Console.WriteLine();
        Console.WriteLine(PartTable.Of(comparison.Parts));
        Console.WriteLine(runs);
        Console.WriteLine(RunTable.Ratios([comparison]));
        return 0;
    }
}
