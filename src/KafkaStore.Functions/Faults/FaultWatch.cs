using KafkaStore.Staging;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace KafkaStore.Functions.Faults;

/// <summary>The faults that stand, as the timer sees and shows them, whatever the broker says of their partitions.</summary>
internal sealed class FaultWatch
{
    private readonly IReadOnlyDictionary<TopicPartition, PartitionFault>? standing;
    private readonly IPartitionScope scope;
    private readonly ILogger logger;

    private FaultWatch(IReadOnlyDictionary<TopicPartition, PartitionFault>? standing, IPartitionScope scope, ILogger logger) =>
        (this.standing, this.scope, this.logger) = (standing, scope, logger);

    /// <summary>Looks and reports. Where the staging location can't be asked, what entities remember is shown instead.</summary>
    public static async Task<FaultWatch> BeginAsync(
        StandingFaults faults,
        IPartitionScope scope,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        try
        {
            IReadOnlyDictionary<TopicPartition, PartitionFault> standing = await faults.ListAsync(cancellationToken);
            var watch = new FaultWatch(standing, scope, logger);
            foreach (TopicPartition partition in watch.Partitions)
                watch.Report(partition, standing[partition]);
            return watch;
        }
        catch (StorageException e)
        {
            Log.FaultsUnknown(logger, e.Message);
            return new FaultWatch(null, scope, logger);
        }
    }

    /// <summary>The staging location could not be asked.</summary>
    public bool IsUnknown => standing is null;

    /// <summary>Those of this process; none where that is not known.</summary>
    public IEnumerable<TopicPartition> Partitions => (standing?.Keys ?? []).Where(scope.Includes);

    /// <summary>
    /// Tells an entity what it does not know. Its copy may be older or newer than the list: every seal looks itself, and so does
    /// the next minute.
    /// </summary>
    public async Task TellAsync(
        DurableTaskClient client,
        TopicPartition partition,
        PartitionFault? remembered,
        CancellationToken cancellationToken
    )
    {
        if (standing is null)
        {
            if (remembered is not null)
                Report(partition, remembered);
            return;
        }

        EntityInstanceId entity = EntityIds.Of(partition);
        if (!standing.TryGetValue(partition, out PartitionFault? fault))
        {
            if (remembered is not null)
                await client.Entities.SignalEntityAsync(entity, Operations.ClearFault, partition, cancellation: cancellationToken);
        }
        else if ((remembered?.Kind, remembered?.Offset) != (fault.Kind, fault.Offset))
        {
            var notice = new FaultNotice(partition, fault);
            await client.Entities.SignalEntityAsync(entity, Operations.Faulted, notice, cancellation: cancellationToken);
        }
    }

    private void Report(TopicPartition partition, PartitionFault fault) =>
        Log.PartitionFaulted(logger, partition.Topic, partition.Partition, fault.Kind.ToString(), fault.Message);
}
