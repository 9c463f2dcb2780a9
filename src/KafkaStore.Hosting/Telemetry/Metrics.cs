using System.Diagnostics;
using System.Diagnostics.Metrics;
using KafkaStore.Storage;
using KafkaStore.Telemetry;

namespace KafkaStore.Hosting.Telemetry;

/// <summary>What is measured of stores; <c>docs/metrics.md</c> has every instrument.</summary>
internal static class Metrics
{
    private const string Name = "KafkaStore.Hosting";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    public static RequestMeasure StoreRequests { get; } =
        new(
            Meter,
            Source,
            "kafka_store.store.request.duration",
            "store",
            "What is asked of a store, tries again included; of a read, until its first byte can be read.",
            failure => failure is ObjectMissingException
        );
}
