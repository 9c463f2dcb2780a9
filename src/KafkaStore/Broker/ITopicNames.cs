namespace KafkaStore.Broker;

/// <summary>Which topics the brokers have.</summary>
public interface ITopicNames
{
    /// <summary>All that may be seen, those among them that the brokers keep for themselves.</summary>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);
}
