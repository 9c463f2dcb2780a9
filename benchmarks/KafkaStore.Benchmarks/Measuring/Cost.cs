namespace KafkaStore.Benchmarks.Measuring;

/// <summary>What some bytes took.</summary>
/// <param name="Bytes">Of encoded records.</param>
internal readonly record struct Cost(string Name, TimeSpan Cpu, TimeSpan Wall, long Bytes)
{
    public double CpuSecondsPerGB => Cpu.TotalSeconds / (Bytes / 1e9);

    public double MegabytesPerSecond => Bytes / 1e6 / Wall.TotalSeconds;

    /// <summary>Inverse of <see cref="ToString"/>.</summary>
    public static Cost Parse(string line)
    {
        string[] parts = line.Split('\t');
        return new Cost(
            parts[0],
            TimeSpan.FromSeconds(double.Parse(parts[1], CultureInfo.InvariantCulture)),
            TimeSpan.FromSeconds(double.Parse(parts[2], CultureInfo.InvariantCulture)),
            long.Parse(parts[3], CultureInfo.InvariantCulture)
        );
    }

    /// <summary>Measures in this process: whatever else runs in it counts too.</summary>
    public static async Task<Cost> MeasureAsync(string name, Func<Task<long>> measured)
    {
        GC.Collect();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        long bytes = await measured();
        TimeSpan wall = Stopwatch.GetElapsedTime(started);
        return new Cost(name, Environment.CpuUsage.TotalTime - before, wall, bytes);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}\t{Cpu.TotalSeconds:F4}\t{Wall.TotalSeconds:F4}\t{Bytes}");
}
