using System.Runtime.CompilerServices;

namespace KafkaStore.Cli.Reader.Formats;

/// <summary>The object to begin with is known by name: nothing has to be listed for it.</summary>
/// <param name="name">Of that object.</param>
/// <param name="entries">Knows what follows.</param>
internal sealed class NamedEntry(IObjectReader store, ArchiveName name, IArchiveEntries entries) : IArchiveEntries
{
    public Task<ArchiveEntry?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) =>
        FindFirstAsync(partition, cancellationToken);

    public async Task<ArchiveEntry?> FindFirstAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        await store.FindAsync(name.ToString(), cancellationToken) is { } found ? new ArchiveEntry(name, found.Length) : null;

    public async IAsyncEnumerable<ObjectOutline> ListAsync(
        TopicPartition partition,
        long offset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (await FindFirstAsync(partition, cancellationToken) is not { } first)
            yield break;
        yield return new ObjectOutline(first);
        await foreach (ObjectOutline outline in entries.ListAsync(partition, name.BaseOffset, cancellationToken))
        {
            if (outline.BaseOffset > name.BaseOffset)
                yield return outline;
        }
    }
}
