using KafkaStore.Naming;
using KafkaStore.Reading;
using KafkaStore.Records;
using KafkaStore.Storage;

namespace KafkaStore.Cli.Reader;

/// <summary>The object to begin with is known by name: nothing has to be listed for it.</summary>
internal sealed class NamedEntry(IObjectReader store, ArchiveName name) : IArchiveEntries
{
    public Task<ArchiveEntry?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) =>
        FindFirstAsync(partition, cancellationToken);

    public async Task<ArchiveEntry?> FindFirstAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        await store.FindAsync(name.ToString(), cancellationToken).ConfigureAwait(false) is { } found ? new ArchiveEntry(name, found.Length) : null;
}
