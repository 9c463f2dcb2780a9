namespace KafkaStore.Benchmarks.Measuring;

/// <summary>Of one process, from its start to its end.</summary>
/// <param name="Cpu">User and system time.</param>
/// <param name="PeakBytes">Resident memory at its highest.</param>
/// <param name="Lines">Of its standard output.</param>
/// <param name="Said">On standard error, and when.</param>
/// <param name="Collections">Null where it is no .NET program.</param>
internal sealed record ProcessFigures(
    TimeSpan Wall,
    TimeSpan Cpu,
    long PeakBytes,
    IReadOnlyList<string> Lines,
    IReadOnlyList<(TimeSpan At, string Text)> Said,
    CollectionFigures? Collections
)
{
    public double CoresBusy => Cpu / Wall;

    /// <summary>When it first said something that has this in it; null where it never did.</summary>
    public TimeSpan? FirstLine(string text) =>
        Said.Where(line => line.Text.Contains(text, StringComparison.Ordinal)).Select(line => (TimeSpan?)line.At).FirstOrDefault();
}
