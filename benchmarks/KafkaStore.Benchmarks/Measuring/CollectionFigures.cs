namespace KafkaStore.Benchmarks.Measuring;

/// <summary>Garbage collection of a whole process.</summary>
internal sealed record CollectionFigures(int Gen0, int Gen1, int Gen2, double PauseSeconds, long AllocatedBytes)
{
    public static CollectionFigures OfThisProcess() =>
        new(
            GC.CollectionCount(0),
            GC.CollectionCount(1),
            GC.CollectionCount(2),
            GC.GetTotalPauseDuration().TotalSeconds,
            GC.GetTotalAllocatedBytes()
        );

    public static CollectionFigures? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        string[] parts = File.ReadAllText(path).Split(' ');
        return new CollectionFigures(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture),
            double.Parse(parts[3], CultureInfo.InvariantCulture),
            long.Parse(parts[4], CultureInfo.InvariantCulture)
        );
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Gen0} {Gen1} {Gen2} {PauseSeconds:F3} {AllocatedBytes}");
}
