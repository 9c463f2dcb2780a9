namespace KafkaStore.Cli.Terminals;

/// <summary>How fast a total grows, smoothed over some seconds, since batches come in bursts.</summary>
internal sealed class SmoothedRate
{
    private const double MemorySeconds = 3;

    private long before;
    private double sum;
    private double weight; // below 1 as long as little is remembered

    /// <summary>A second's worth.</summary>
    public double PerSecond { get; private set; }

    /// <param name="total">Now.</param>
    /// <param name="elapsed">Since it was told last, or since it was 0.</param>
    public double Tell(long total, TimeSpan elapsed)
    {
        if (elapsed <= TimeSpan.Zero)
            return PerSecond;
        double current = (total - before) / elapsed.TotalSeconds;
        double kept = Math.Exp(-elapsed.TotalSeconds / MemorySeconds);
        sum = (sum * kept) + (current * (1 - kept));
        weight = (weight * kept) + (1 - kept);
        before = total;
        return PerSecond = sum / weight is var rate and >= 0.05 ? rate : 0;
    }
}
