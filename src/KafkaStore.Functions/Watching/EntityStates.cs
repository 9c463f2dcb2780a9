using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace KafkaStore.Functions.Watching;

/// <summary>What partitions' entities remember.</summary>
public sealed class EntityStates(ILogger<EntityStates> logger)
{
    /// <summary>Null where it remembers nothing, or nothing that can be read.</summary>
    public async Task<PartitionState?> FindAsync(DurableTaskClient client, TopicPartition partition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            EntityMetadata<PartitionState>? entity = await client.Entities.GetEntityAsync<PartitionState>(
                EntityIds.Of(partition),
                includeState: true,
                cancellationToken
            );
            return entity is { IncludesState: true } ? entity.State : null;
        }
        catch (JsonException e)
        {
            Log.StateUnreadable(logger, partition.Topic, partition.Partition, e);
            return null; // counts as none
        }
    }
}
