using System.Diagnostics;
using System.Diagnostics.Metrics;
using KafkaStore.Telemetry;

namespace KafkaStore.Schemas;

/// <summary>What is measured of schema registries; <c>docs/metrics.md</c> has every instrument.</summary>
internal static class Metrics
{
    private const string Name = "KafkaStore.Schemas";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    public static RequestMeasure RegistryRequests { get; } =
        new(Meter, Source, "kafka_store.schema_registry.request.duration", "schema registry", "Schemas that were asked for.");
}
