namespace KafkaStore.Scripted.Scripting;

/// <summary>What a broker is started as.</summary>
public sealed record BrokerOptions
{
    /// <summary>How many nodes; partitions are led by them in turn.</summary>
    public int Nodes { get; init; } = 1;

    public BrokerRelease Release { get; init; } = BrokerRelease.Current;

    public string ClusterId { get; init; } = "scripted-cluster-000001";

    /// <summary>How long an empty group waits for more members after its first one. Default: not at all; Kafka's is 3 s.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; }

    /// <summary>Of sessions, delays, lags and the broker's timestamps.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
