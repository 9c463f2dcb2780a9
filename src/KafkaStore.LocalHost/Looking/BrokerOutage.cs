namespace KafkaStore.LocalHost.Looking;

/// <summary>No broker answers.</summary>
/// <param name="Lasting">For how long by now.</param>
/// <param name="Reason">What the last try met.</param>
public readonly record struct BrokerOutage(TimeSpan Lasting, string Reason);
