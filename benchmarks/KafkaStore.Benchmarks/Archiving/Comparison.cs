namespace KafkaStore.Benchmarks.Archiving;

/// <summary>
/// A run beside consuming and compressing alone. All without starting, which is what the same takes of a topic with one record.
/// </summary>
/// <param name="Around">Measured just before the run and just after it: what a machine gives changes from minute to minute.</param>
internal sealed record Comparison(ArchiveFigures Run, ArchiveFigures Start, ProcessFigures BareStart, IReadOnlyList<Baseline> Around)
{
    /// <summary>Of encoded records.</summary>
    public double Gigabytes => Run.Load.Records * Around[0].Parts.EncodedRecordBytes / 1e9;

    public TimeSpan Cpu => Run.Process.Cpu - Start.Process.Cpu;

    public TimeSpan Wall => Run.Process.Wall - Start.Process.Wall;

    public TimeSpan Consuming => TimeSpan.FromSeconds(Around.Average(each => each.Bare.Cpu.TotalSeconds)) - BareStart.Cpu;

    // By the broker, and by looking at the program.
    private TimeSpan Serving => Run.BrokerCpu - Start.BrokerCpu;

    public TimeSpan Compressing => TimeSpan.FromSeconds(Around.Average(each => each.Parts.Compressing?.CpuSecondsPerGB ?? 0) * Gigabytes);

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
