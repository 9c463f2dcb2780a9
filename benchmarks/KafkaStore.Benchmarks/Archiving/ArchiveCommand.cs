namespace KafkaStore.Benchmarks.Archiving;

/// <summary>One load of any shape, and what it is held against, as tables.</summary>
internal static class ArchiveCommand
{
    public static async Task<int> RunAsync(Options options)
    {
        long bytes = options.Bytes("size", "5GB");
        var bench = Bench.Of(options, Math.Min(bytes, 1_000_000_000));
        string codec = options.Text("codec", "deflate");
        await bench.CompareAsync(
            Load.OfSize(bytes, options.Number("partitions", 6), options.Number("record-bytes", 900)),
            new ArchiveSettings(codec, codec == "null" ? null : options.Number("level", 6), options.Text("file-size", "256M"))
        );
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine(bench.WriteTables());
        return 0;
    }
}
