namespace KafkaStore.Broker;

/// <summary>The broker, asked about records that a read-committed reader can't see yet.</summary>
public interface IHighWatermarks
{
    /// <summary>
    /// Past the last offset that the broker has, read-committed or behind an open transaction. A partition that it has no answer for
    /// is left out.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">The broker did not answer at all.</exception>
    public Task<IReadOnlyDictionary<TopicPartition, long>> GetAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        CancellationToken cancellationToken
    );
}
