using KafkaStore.Generations;
using KafkaStore.Naming;
using KafkaStore.Reading.Objects;
using KafkaStore.Records;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>Lets go of chunks that were kept aside as belonging to nobody for certain, once a generation has archived the same.</summary>
internal sealed class UnattributedChunks(StagingArea aside, ArchiveObjects objects, ArchiveLocator locator, Adoption adoption)
{
    /// <param name="partition">Of the generation that the broker has.</param>
    /// <param name="checkpoint">All below it is archived.</param>
    public async Task SweepAsync(TopicPartition partition, long checkpoint, CancellationToken cancellationToken)
    {
        foreach (ChunkName chunk in await aside.ListAsync(KafkaTopic.Of(partition), cancellationToken))
        {
            if (chunk.Last < checkpoint && await IsArchivedAsync(partition, chunk, cancellationToken))
                await aside.DeleteAsync(chunk, cancellationToken);
        }
    }

    private async Task<bool> IsArchivedAsync(TopicPartition partition, ChunkName chunk, CancellationToken cancellationToken)
    {
        if (chunk.IsProof || await locator.FindAtOrBelowAsync(partition, chunk.First, cancellationToken) is not { Name: var covering })
            return chunk.IsProof;
        await foreach (ArchiveObject archived in objects.FollowAsync(covering, cancellationToken))
        {
            if (await adoption.FirstConflictAsync(archived, [chunk], cancellationToken) is not null)
                return false;
            if (archived.NextOffset > chunk.Last)
                return true;
        }

        return false;
    }
}
