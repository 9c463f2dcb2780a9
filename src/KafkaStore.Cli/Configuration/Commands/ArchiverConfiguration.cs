using KafkaStore.Cli.Archive;
using KafkaStore.Cli.Configuration.Files;

namespace KafkaStore.Cli.Configuration.Commands;

/// <summary>What is configured for the archiver.</summary>
/// <param name="Command">Whose options it is put into.</param>
internal sealed record ArchiverConfiguration(ArchiveCommand Command, Configured Configured)
{
    /// <exception cref="UsageException">Something is wrong with it; all of that.</exception>
    public LocalHostOptions Bind()
    {
        if (Configured is { File: null, Entries: [] })
        {
            throw new UsageException(
                $"nothing is configured: there is no {ConfigFile.DefaultName} here, and no KAFKA_STORE_… variable. {ConfigOption.Name} FILE names one elsewhere."
            );
        }

        LocalHostOptions? bound = null;
        Configured.Mistakes.Of(() => bound = Command.Bind(Configured.Result), Configured.Explain);
        Configured.Mistakes.ThrowIfAny();
        return bound!;
    }
}
