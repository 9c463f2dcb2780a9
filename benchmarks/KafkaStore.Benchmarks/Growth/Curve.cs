namespace KafkaStore.Benchmarks.Growth;

/// <param name="Cpu">Microseconds a record.</param>
/// <param name="Wall">Microseconds a record.</param>
internal readonly record struct CurvePoint(double X, double Cpu, double Wall);

/// <summary>What a record takes as something grows.</summary>
/// <param name="Name">For files.</param>
/// <param name="Axis">What grows.</param>
internal sealed record Curve(string Name, string Axis, IReadOnlyList<CurvePoint> Points)
{
    public CurvePoint First => Points[0];

    public CurvePoint Last => Points[^1];

    public CurvePoint At(double x) => Points.Single(point => Math.Abs(point.X - x) < 0.5);

    public Table ToTable()
    {
        var table = new Table($"growth by {Axis}", "CPU µs a record", "wall µs a record");
        foreach (CurvePoint point in Points)
            table.Add($"{point.X:N0}", $"{point.Cpu:F2}", $"{point.Wall:F2}");
        return table;
    }
}
