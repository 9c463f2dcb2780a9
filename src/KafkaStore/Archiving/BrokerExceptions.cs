namespace KafkaStore.Archiving;

/// <summary>The broker does not answer, or refuses; the message says which and what to do.</summary>
public sealed class BrokerUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The broker answers and has no such topic.</summary>
public sealed class UnknownTopicException(string topic, string brokers)
    : Exception($"{brokers} has no topic {topic}. Check --topic, or create the topic first.")
{
    public string Topic => topic;
}
