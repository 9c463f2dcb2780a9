using KafkaStore.Generations;
using KafkaStore.Staging;
using Microsoft.DurableTask.Client;

namespace KafkaStore.Functions.Watching;

/// <summary>Partitions of topics that are gone and of which something is staged: their entities are told to finish them.</summary>
public sealed class FormerPartitions(
    GenerationRound generations,
    StandingFaults faults,
    EntityStates states,
    ArchiverOptions options,
    IPartitionScope scope,
    ILogger<FormerPartitions> logger
)
{
    /// <summary>The owner of a topic's first partition sees to all of them.</summary>
    public async Task CloseAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        foreach (string topic in options.Topics.Where(topic => scope.Includes(new TopicPartition(topic, 0))))
        {
            try
            {
                foreach (TopicPartition former in await generations.FindFormerStagedAsync(topic, cancellationToken))
                    await CloseAsync(client, former, cancellationToken);
            }
            catch (StorageException e)
            {
                Log.GenerationUnknown(logger, topic, e.Message);
            }
        }
    }

    private async Task CloseAsync(DurableTaskClient client, TopicPartition former, CancellationToken cancellationToken)
    {
        PartitionState? state = await states.FindAsync(client, former, cancellationToken);
        await faults.PassAsync(former, cancellationToken);

        // Its copy may be of a fault that passed or was cleared, and nobody else tells it: no broker gives its partitions any more.
        bool isCleared = state?.Fault is not null && await faults.FindAsync(former, cancellationToken) is null;
        string operation = isCleared ? Operations.ClearFault : Operations.Seal;
        await client.Entities.SignalEntityAsync(EntityIds.Of(former), operation, former, cancellation: cancellationToken);
    }
}
