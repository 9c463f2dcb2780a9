namespace KafkaStore.Benchmarks.Stores;

/// <summary>Of one run.</summary>
/// <param name="Seconds">From the call to its end.</param>
/// <param name="Requests">Over HTTP.</param>
/// <param name="PeakBytes">Resident memory at its highest, above the idle process with the store open and in use before.</param>
internal sealed record Figures(long Bytes, double Seconds, long Requests, long PeakBytes)
{
    public double MegabytesPerSecond => Bytes / 1e6 / Seconds;

    public static Figures Parse(string line)
    {
        string[] parts = line.Split(' ');
        return new Figures(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            double.Parse(parts[1], CultureInfo.InvariantCulture),
            long.Parse(parts[2], CultureInfo.InvariantCulture),
            long.Parse(parts[3], CultureInfo.InvariantCulture)
        );
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes} {Seconds:R} {Requests} {PeakBytes}");
}
