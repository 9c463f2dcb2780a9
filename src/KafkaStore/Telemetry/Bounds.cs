using System.Diagnostics.Metrics;

namespace KafkaStore.Telemetry;

/// <summary>Where the buckets of histograms end, unless an exporter is told otherwise; inclusive.</summary>
public static class Bounds
{
    /// <summary>A request to a store, a broker or a registry, or what takes a few of them; in seconds.</summary>
    public static InstrumentAdvice<double> RequestSeconds { get; } =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    /// <summary>What reads and writes whole objects, in seconds.</summary>
    public static InstrumentAdvice<double> LongSeconds { get; } =
        new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600] };

    /// <summary>An archive object, in bytes: from 4 KiB to 4 GiB.</summary>
    public static InstrumentAdvice<long> ObjectBytes { get; } =
        new() { HistogramBucketBoundaries = [.. Enumerable.Range(0, 11).Select(power => 4096L << (2 * power))] };
}
