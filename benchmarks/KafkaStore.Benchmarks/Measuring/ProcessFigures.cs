namespace KafkaStore.Benchmarks.Measuring;

/// <summary>Of one process, from its start to its end.</summary>
/// <param name="Cpu">User and system time.</param>
/// <param name="PeakBytes">Resident memory at its highest.</param>
/// <param name="Lines">Of its standard output.</param>
/// <param name="Collections">Null where it is no .NET program.</param>
internal sealed record ProcessFigures(
    TimeSpan Wall,
    TimeSpan Cpu,
    long PeakBytes,
    IReadOnlyList<string> Lines,
    CollectionFigures? Collections
)
{
    public double CoresBusy => Cpu / Wall;
}
