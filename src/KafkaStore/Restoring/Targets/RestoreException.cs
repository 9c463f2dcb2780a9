namespace KafkaStore.Restoring.Targets;

/// <summary>A restore can't begin or go on; the message says why and what to do.</summary>
public class RestoreException(string message, Exception? innerException = null) : Exception(message, innerException);
