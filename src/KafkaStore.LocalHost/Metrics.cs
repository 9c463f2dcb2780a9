using System.Diagnostics.Metrics;

namespace KafkaStore.LocalHost;

/// <summary>What only this host measures; <c>docs/metrics.md</c> has every instrument.</summary>
internal static class Metrics
{
    public const string MeterName = "KafkaStore.LocalHost";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Counted when they begin.</summary>
    public static Counter<long> BrokerOutages { get; } =
        Meter.CreateCounter<long>("kafka_store.broker.outages", "{outage}", "Times that the brokers began not to answer.");

    /// <summary>One that fails is followed by the next.</summary>
    public static Counter<long> TickFailures { get; } =
        Meter.CreateCounter<long>(
            "kafka_store.timer.failures",
            "{failure}",
            "Minutes whose work could not be done; the next goes on with it."
        );
}
