namespace KafkaStore.Broker;

/// <summary>The broker does not answer, or refuses; the message says which and what to do.</summary>
public class BrokerUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The broker answers, and what it has at that offset can't be read. Other partitions can, and this one before it.</summary>
public sealed class UnreadableLogException(TopicPartition partition, long offset, string reason, Exception? innerException = null)
    : BrokerUnavailableException(
        $"{partition} can't be read at offset {offset}, and nothing after it: {reason}. docs/operations.md says how to get past a damaged batch.",
        innerException
    )
{
    public TopicPartition Partition => partition;

    public long Offset => offset;
}

/// <summary>The broker answers and has no such topic.</summary>
/// <param name="brokers">Who answered.</param>
/// <param name="names">What the host calls the topic's name; null for plain words.</param>
public sealed class UnknownTopicException(string topic, string brokers, OptionNames? names = null)
    : Exception($"{brokers} has no topic {topic}. Check {(names ?? OptionNames.InWords).Topic}, or create the topic first.")
{
    public string Topic => topic;
}
