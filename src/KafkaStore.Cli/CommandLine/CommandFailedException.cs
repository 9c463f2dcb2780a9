namespace KafkaStore.Cli.CommandLine;

/// <summary>The command was right and can't be carried out; the message is one sentence with the remedy. Exit code 1.</summary>
internal sealed class CommandFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
