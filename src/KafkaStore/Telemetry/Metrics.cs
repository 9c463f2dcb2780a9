using System.Diagnostics.Metrics;

namespace KafkaStore.Telemetry;

/// <summary>What the domain itself measures; <c>docs/metrics.md</c> has every instrument.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new("KafkaStore");

    /// <summary>Requests to a store that an adapter tries again.</summary>
    public static Counter<long> RequestRetries { get; } =
        Meter.CreateCounter<long>(
            "kafka_store.store.request.retries",
            "{retry}",
            "Requests to a store that were tried again; what a vendor's client tries again by itself is not counted."
        );
}
