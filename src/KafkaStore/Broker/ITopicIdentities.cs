namespace KafkaStore.Broker;

/// <summary>
/// Which incarnation of a topic the brokers have now. An answer speaks of the moment it was given, and a broker that lags
/// behind may still give the former one.
/// </summary>
public interface ITopicIdentities
{
    /// <summary>Asks the brokers; nothing is remembered between two questions, and a topic is never made by asking.</summary>
    public Task<IdentityAnswer> AskAsync(string topic, CancellationToken cancellationToken);
}
