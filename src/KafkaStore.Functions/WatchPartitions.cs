using KafkaStore.Catalog.Keeping;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace KafkaStore.Functions;

/// <summary>
/// Every minute: compares the broker's partitions with what their entities remember, and tells the entities that have
/// something to close, to fetch, to restart or to sweep. Also the place where a broker that can't be reached is noticed,
/// since a dead broker fires no trigger, and where the catalog's missing rows are added and missing schemas asked for again.
/// </summary>
public sealed class WatchPartitions(
    IRecordLog log,
    ArchiverOptions options,
    IPartitionScope scope,
    IArchivedOffsets archivedOffsets,
    TimeProvider clock,
    ILogger<WatchPartitions> logger,
    CatalogWriter? catalog = null,
    ISchemaKeeper? schemas = null
)
{
    /// <summary>The next minute goes on with what the catalog still lacks.</summary>
    private static readonly TimeSpan CatalogPatience = TimeSpan.FromSeconds(45);

    [Function(nameof(WatchPartitions))]
    public async Task RunAsync(
        [TimerTrigger("0 * * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        var archived = new Dictionary<TopicPartition, long?>();
        var summary = new LagSummary(clock.GetUtcNow());
        foreach (LogBounds bounds in await AskBrokerAsync(cancellationToken))
        {
            if (!scope.Includes(bounds.Partition))
                continue;
            PartitionState? state = await FindStateAsync(client, bounds, cancellationToken);
            Report(bounds, state, summary);
            archived[bounds.Partition] = state?.LastBase is null ? null : state.Checkpoint; // a start is no object's end
            // Without state, also where the log is empty by now: what was accepted from it may still be staged.
            if (state is null ? bounds.End > 0 : !state.IsAtRest(bounds))
            {
                BrokerView view = await ViewAsync(bounds, state, cancellationToken);
                await client.Entities.SignalEntityAsync(
                    EntityIds.Of(bounds.Partition),
                    Operations.Observe,
                    view,
                    cancellation: cancellationToken
                );
            }

            // Once a day also where nothing is sealed, since committed offsets expire.
            if (IsFirstMinuteOfDay() && state?.ArchivedNext is { } next)
                await archivedOffsets.CommitAsync(bounds.Partition, next, cancellationToken);
        }

        summary.Write(logger);

        // Last, since nothing waits for it: schemas and rows that a crash or an outage kept from being written, here or elsewhere.
        if (schemas is not null)
            await schemas.CatchUpAsync(cancellationToken);
        if (catalog is not null)
            await catalog.CatchUpAsync(archived, CatalogPatience, cancellationToken);
    }

    // The broker was asked before the entity: an end below what it accepted is old, or the log has shrunk. Asked again now,
    // the broker tells which.
    private async Task<BrokerView> ViewAsync(LogBounds bounds, PartitionState? state, CancellationToken cancellationToken)
    {
        if (state is null || bounds.End >= state.AcceptedEnd)
            return new BrokerView(bounds.Partition, bounds.Start, bounds.End);
        try
        {
            if (await log.FindBoundsAsync(bounds.Partition, cancellationToken) is { } now)
                return new BrokerView(now.Partition, now.Start, now.End, state.AcceptedEnd);
        }
        catch (BrokerUnavailableException e)
        {
            Log.BrokerUnreachable(logger, e.Message);
        }
        catch (UnknownTopicException e)
        {
            Log.TopicUnknown(logger, e.Message);
        }

        return new BrokerView(bounds.Partition, bounds.Start, bounds.End);
    }

    private bool IsFirstMinuteOfDay() => clock.GetUtcNow().TimeOfDay < TimeSpan.FromMinutes(1);

    private async Task<IReadOnlyList<LogBounds>> AskBrokerAsync(CancellationToken cancellationToken)
    {
        var all = new List<LogBounds>();
        try
        {
            foreach (string topic in options.Topics)
                all.AddRange(await BoundsAsync(topic, cancellationToken));
        }
        catch (BrokerUnavailableException e)
        {
            Log.BrokerUnreachable(logger, e.Message);
        }

        return all;
    }

    private async Task<IReadOnlyList<LogBounds>> BoundsAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            return await log.GetBoundsAsync([topic], cancellationToken);
        }
        catch (UnknownTopicException e)
        {
            Log.TopicUnknown(logger, e.Message);
            return [];
        }
    }

    private async Task<PartitionState?> FindStateAsync(DurableTaskClient client, LogBounds bounds, CancellationToken cancellationToken)
    {
        try
        {
            EntityMetadata<PartitionState>? entity = await client.Entities.GetEntityAsync<PartitionState>(
                EntityIds.Of(bounds.Partition),
                includeState: true,
                cancellationToken
            );
            return entity is { IncludesState: true } ? entity.State : null;
        }
        catch (JsonException e)
        {
            Log.StateUnreadable(logger, bounds.Partition.Topic, bounds.Partition.Partition, e);
            return null; // counts as none
        }
    }

    private void Report(LogBounds bounds, PartitionState? state, LagSummary summary)
    {
        if (state?.Fault is { } fault)
            Log.PartitionFaulted(logger, bounds.Partition.Topic, bounds.Partition.Partition, fault.Kind.ToString(), fault.Message);
        if (state?.LastFailure is { } failure)
            Log.SealFailed(logger, bounds.Partition.Topic, bounds.Partition.Partition, failure);
        long archived = state?.ArchivedNext ?? bounds.Start;
        long archiveLag = Math.Max(0, bounds.End - archived);
        long acceptLag = Math.Max(0, bounds.End - (state?.AcceptedEnd ?? bounds.Start));
        Log.Lag(logger, bounds.Partition.Topic, bounds.Partition.Partition, archiveLag, acceptLag);
        summary.Add(bounds.Partition, archiveLag, acceptLag, state);
    }
}
