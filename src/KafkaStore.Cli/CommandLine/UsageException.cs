namespace KafkaStore.Cli.CommandLine;

/// <summary>The command was typed wrong; the message is one sentence with the remedy. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
