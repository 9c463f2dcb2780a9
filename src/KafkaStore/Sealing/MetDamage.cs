using KafkaStore.Archiving;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>
/// Sets damaged chunks of a partition aside as they are met. Where chunks are signed and one was not the only one, somebody may have
/// put many there: all others that are not ours go at once then, since everything is listed anew after each.
/// </summary>
internal sealed class MetDamage(StagingArea staging, IArchiverReport report, TopicPartition partition)
{
    private bool isFirst = true;

    public async Task SetAsideAsync(DamagedChunkException damaged, CancellationToken cancellationToken)
    {
        await SetOneAsideAsync(damaged, cancellationToken);
        if (!isFirst && staging.IsSigned)
            await SetOthersAsideAsync(cancellationToken);
        isFirst = false;
    }

    private async Task SetOthersAsideAsync(CancellationToken cancellationToken)
    {
        foreach (ChunkName chunk in await staging.ListAsync(partition, cancellationToken))
        {
            try
            {
                await staging.ReadOutlineAsync(chunk, cancellationToken);
            }
            catch (DamagedChunkException damaged)
            {
                await SetOneAsideAsync(damaged, cancellationToken);
            }
            catch (ChunkVanishedException)
            {
                // Another run was first.
            }
        }
    }

    private Task SetOneAsideAsync(DamagedChunkException damaged, CancellationToken cancellationToken)
    {
        report.ChunkDamaged(damaged.Name);
        return damaged.SetAsideAsync(cancellationToken);
    }
}
