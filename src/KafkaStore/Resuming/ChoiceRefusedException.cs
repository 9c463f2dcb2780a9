namespace KafkaStore.Resuming;

/// <summary>What an operator declared of a topic is not so, as far as can be seen; nothing was noted.</summary>
public sealed class ChoiceRefusedException(string message) : Exception(message);
