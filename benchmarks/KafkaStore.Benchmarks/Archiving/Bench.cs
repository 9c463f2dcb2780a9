namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Runs loads and what they are held against, each but once, and keeps the tables of all.</summary>
/// <param name="program">The <c>kafka-store.dll</c>.</param>
/// <param name="folder">For archives; what was in it is gone.</param>
/// <param name="partBytes">Of records, for each part by itself.</param>
internal sealed class Bench(string program, string folder, long partBytes)
{
    private readonly Dictionary<Load, ProcessFigures> consumed = [];
    private readonly Dictionary<(int, string, int?), PartCosts> parts = [];
    private readonly Dictionary<(Load, ArchiveSettings), ArchiveFigures> archived = [];
    private readonly List<Comparison> comparisons = [];

    public string Program => program;

    public string Folder => folder;

    public RunTable Runs { get; } = new();

    /// <summary>Further ones.</summary>
    public List<Table> Tables { get; } = [];

    public static Bench Of(Options options, long partBytes = 1_000_000_000)
    {
        string folder = options.Text("folder", Path.Combine(Path.GetTempPath(), $"kafka-store-benchmark-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        return new Bench(options.Text("program", Path.Combine(AppContext.BaseDirectory, "kafka-store.dll")), folder, partBytes);
    }

    public async Task<Comparison> CompareAsync(Load load, ArchiveSettings settings)
    {
        if (!consumed.TryGetValue(load.Least, out ProcessFigures? bareStart))
            consumed[load.Least] = bareStart = await ConsumeAsync(load.Least, "");
        ArchiveFigures start = await ArchiveAsync(load.Least, settings);
        var before = new Baseline(await ConsumeAsync(load, ", before"), await MeasurePartsAsync(load.RecordBytes, settings));
        ArchiveFigures run = await ArchiveAsync(load, settings);
        var after = new Baseline(await ConsumeAsync(load, ", after"), await MeasurePartsAsync(load.RecordBytes, settings));
        var comparison = new Comparison(run, start, bareStart, [before, after]);
        comparisons.Add(comparison);
        return comparison;
    }

    public async Task<ArchiveFigures> ArchiveAsync(Load load, ArchiveSettings settings)
    {
        if (archived.TryGetValue((load, settings), out ArchiveFigures? known))
            return known;
        Progress.Say($"archiving {load}, {settings}");
        ArchiveFigures run = await new ArchiveRun(program, Path.Combine(folder, "archiving")).RunAsync(load, settings);
        Runs.Add(run);
        Progress.Say(
            $"  {run.Process.Wall.TotalSeconds:F1} s, {run.Process.Cpu.TotalSeconds:F1} CPU-s, {run.Process.PeakBytes / 1e6:F0} MB"
        );
        return archived[(load, settings)] = run;
    }

    public Task<ProcessFigures> HelpAsync() => MeasuredProcess.RunDotnetAsync(program, ["--help"]);

    public async Task<PartCosts> PartsAsync(int recordBytes, ArchiveSettings settings) =>
        parts.GetValueOrDefault((recordBytes, settings.Codec, settings.Level)) ?? await MeasurePartsAsync(recordBytes, settings);

    /// <summary>Of all that was measured until now, as Markdown.</summary>
    public string WriteTables()
    {
        IEnumerable<Table> tables = [.. parts.Values.Select(PartTable.Of), Runs.Table, .. Tables];
        if (comparisons.Count > 0)
            tables = tables.Append(RunTable.Ratios(comparisons));
        return string.Join('\n', tables);
    }

    // The table has the last ones.
    private async Task<PartCosts> MeasurePartsAsync(int recordBytes, ArchiveSettings settings)
    {
        Progress.Say($"parts alone, records of {recordBytes} B, {settings}");
        IReadOnlyList<string> lines = await BaselineRun.SampleAsync(
            recordBytes,
            "parts",
            settings.Codec,
            $"{settings.Level ?? 0}",
            $"{partBytes}",
            folder
        );
        return parts[(recordBytes, settings.Codec, settings.Level)] = PartCosts.Parse(recordBytes, lines);
    }

    private async Task<ProcessFigures> ConsumeAsync(Load load, string when)
    {
        Progress.Say($"consuming {load}");
        await using var broker = LoadBroker.Start(load);
        ProcessFigures figures = await BaselineRun.ConsumeAsync(broker);
        Runs.Add($"bare Confluent.Kafka loop, {load}{when}", figures);
        if (load.RecordsPerPartition > 1 && await Kcat.ConsumeAsync(broker) is { } kcat)
            Runs.Add($"kcat, {load}{when}", kcat);
        return figures;
    }
}
