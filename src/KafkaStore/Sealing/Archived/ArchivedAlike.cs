using System.Collections.Concurrent;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Sealing.Archived;

/// <summary>Whether the archive has all that a chunk holds, the same.</summary>
/// <param name="adoption">Reads chunks from where this one lies.</param>
internal sealed class ArchivedAlike(ArchiveObjects objects, ArchiveLocator locator, Adoption adoption)
{
    // What differs once differs for ever, and what is kept aside is looked at by every run.
    private readonly ConcurrentDictionary<(TopicPartition Own, ChunkName Chunk), bool> different = new();

    /// <param name="own">The partition of a generation, whichever the chunk was accepted for.</param>
    /// <param name="chunk">It may reach past the end.</param>
    /// <param name="end">Only what is below it has to be archived.</param>
    public async Task<bool> HasAsync(TopicPartition own, ChunkName chunk, long end, CancellationToken cancellationToken)
    {
        if (different.ContainsKey((own, chunk)))
            return false;
        if (await locator.FindAtOrBelowAsync(own, chunk.First, cancellationToken) is not { Name: var covering })
            return false;
        try
        {
            await foreach (ArchiveObject archived in objects.FollowAsync(covering, cancellationToken))
            {
                if (await adoption.FirstConflictAsync(archived, [chunk], cancellationToken) is not null)
                {
                    different.TryAdd((own, chunk), true);
                    return false;
                }

                if (archived.NextOffset > chunk.Last || archived.NextOffset >= end)
                    return true;
            }
        }
        catch (ObjectOfflineException)
        {
            // Kept for a run that can compare.
        }

        return false;
    }
}
