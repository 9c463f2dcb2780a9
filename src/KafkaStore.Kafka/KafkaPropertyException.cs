namespace KafkaStore.Kafka;

/// <summary>A Kafka property, or a file of them, can't be used; the message is one sentence with the remedy and holds no value that may be secret.</summary>
public sealed class KafkaPropertyException(string message, Exception? innerException = null) : Exception(message, innerException);
