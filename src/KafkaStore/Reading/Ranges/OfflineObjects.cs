using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Ranges;

/// <summary>
/// Finds what has to be brought back from an archive tier before a range can be read: all of it, so that it has to be waited for only
/// once.
/// </summary>
public sealed class OfflineObjects(IObjectReader store)
{
    private const int AtATime = 16;

    /// <summary>The objects in the order of their offsets, with one request each that the range has.</summary>
    /// <exception cref="StorageException">The store can't be asked.</exception>
    public async IAsyncEnumerable<ArchiveName> FindAsync(RecordRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        IAsyncEnumerable<ArchiveName> names = new ArchiveLocator(store)
            .ListAsync(range.Partition, range.FromOffset, cancellationToken)
            .TakeWhile(outline => outline.BaseOffset < range.ToOffset)
            .Select(outline => outline.Entry.Name);
        await foreach (ArchiveName[] some in names.Chunk(AtATime).WithCancellation(cancellationToken))
        {
            bool[] wanted = await Task.WhenAll(some.Select(name => IsWantedAsync(name, range, cancellationToken)));
            for (int i = 0; i < some.Length; i++)
            {
                if (wanted[i])
                    yield return some[i];
            }
        }
    }

    private async Task<bool> IsWantedAsync(ArchiveName name, RecordRange range, CancellationToken cancellationToken) =>
        await store.FindAsync(name.ToString(), cancellationToken) is { IsOffline: true } found
        && (SegmentFacts.Parse(found.Metadata, name) is not { } facts || range.MayInclude(facts.Container));
}
