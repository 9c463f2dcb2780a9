namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Runs loads and what they are held against, each but once.</summary>
/// <param name="program">The <c>kafka-store.dll</c>.</param>
/// <param name="folder">For archives; what was in it is gone.</param>
/// <param name="partBytes">Of records, for each part by itself.</param>
internal sealed class Bench(string program, string folder, long partBytes)
{
    private readonly Dictionary<Load, ProcessFigures> consumed = [];
    private readonly Dictionary<(int, string, int?), PartCosts> parts = [];
    private readonly Dictionary<(int, ArchiveSettings), ArchiveFigures> started = [];

    public async Task<Comparison> CompareAsync(Load load, ArchiveSettings settings)
    {
        PartCosts costs = await PartsAsync(load.RecordBytes, settings);
        ProcessFigures bare = await ConsumeAsync(load);
        ProcessFigures bareStart = await ConsumeAsync(load.Least);
        ArchiveFigures start = await StartAsync(load, settings);
        Say($"archiving {load}, {settings}");
        ArchiveFigures run = await ArchiveAsync(load, settings);
        return new Comparison(run, start, bare, bareStart, costs);
    }

    public Task<ArchiveFigures> ArchiveAsync(Load load, ArchiveSettings settings) =>
        new ArchiveRun(program, Path.Combine(folder, "archiving")).RunAsync(load, settings);

    public async Task<PartCosts> PartsAsync(int recordBytes, ArchiveSettings settings)
    {
        if (parts.TryGetValue((recordBytes, settings.Codec, settings.Level), out PartCosts? known))
            return known;
        Say($"parts alone, records of {recordBytes} B, {settings.Codec} {settings.Level}");
        Directory.CreateDirectory(folder);
        await using var broker = LoadBroker.Start(Load.OfSize(1L << 30, 1, recordBytes));
        ProcessFigures figures = await MeasuredProcess.RunSelfAsync(
            "baseline",
            "parts",
            broker.Address,
            LoadBroker.Topic,
            settings.Codec,
            (settings.Level ?? 0).ToString(CultureInfo.InvariantCulture),
            partBytes.ToString(CultureInfo.InvariantCulture),
            folder
        );
        return parts[(recordBytes, settings.Codec, settings.Level)] = PartCosts.Parse(recordBytes, figures.Lines);
    }

    private async Task<ProcessFigures> ConsumeAsync(Load load)
    {
        if (consumed.TryGetValue(load, out ProcessFigures? known))
            return known;
        Say($"consuming {load} with the bare client");
        await using var broker = LoadBroker.Start(load);
        ProcessFigures figures = await MeasuredProcess.RunSelfAsync(
            "baseline",
            "consume",
            broker.Address,
            LoadBroker.Topic,
            load.Partitions.ToString(CultureInfo.InvariantCulture)
        );
        if (figures.Lines is not [var line] || line != $"{load.Records} {load.Records * load.RecordBytes}")
            throw new MeasurementException($"The bare client should have read {load} and printed '{string.Join(' ', figures.Lines)}'.");
        Say($"  the broker sent {broker.BytesSent / 1e6:F0} MB");
        return consumed[load] = figures;
    }

    private async Task<ArchiveFigures> StartAsync(Load load, ArchiveSettings settings)
    {
        if (started.TryGetValue((load.Partitions, settings), out ArchiveFigures? known))
            return known;
        Say($"starting with {load.Partitions} partitions, {settings}");
        return started[(load.Partitions, settings)] = await ArchiveAsync(load.Least, settings);
    }

    private static void Say(string what) => Console.Error.WriteLine($"benchmark: {what}");
}
