namespace KafkaStore.Benchmarks.Archiving;

/// <summary>
/// A run beside consuming and compressing alone. All without starting, which is what the same takes of a topic with one record.
/// </summary>
internal sealed record Comparison(ArchiveFigures Run, ArchiveFigures Start, ProcessFigures Bare, ProcessFigures BareStart, PartCosts Parts)
{
    /// <summary>Of encoded records.</summary>
    public double Gigabytes => Run.Load.Records * Parts.EncodedRecordBytes / 1e9;

    public TimeSpan Cpu => Run.Process.Cpu - Start.Process.Cpu;

    public TimeSpan Wall => Run.Process.Wall - Start.Process.Wall;

    public TimeSpan Consuming => Bare.Cpu - BareStart.Cpu;

    // By the broker, and by looking at the program.
    private TimeSpan Serving => Run.BrokerCpu - Start.BrokerCpu;

    public TimeSpan Compressing => TimeSpan.FromSeconds((Parts.Compressing?.CpuSecondsPerGB ?? 0) * Gigabytes);

    /// <summary>
    /// How long consuming and compressing alone would keep all cores busy, with the broker that serves from them, as a share of what it
    /// took.
    /// </summary>
    public double OfPossible => (Consuming + Compressing + Serving) / Machine.Cores / Wall;

    /// <summary>The same in processor time, which a busy machine disturbs less.</summary>
    public double OfProcessorTime => (Consuming + Compressing) / Cpu;

    public double BeyondPerGB => (Cpu - Consuming - Compressing).TotalSeconds / Gigabytes;

    public double BeyondPerRecordMicroseconds => (Cpu - Consuming - Compressing).TotalMicroseconds / Run.Load.Records;
}
