using KafkaStore.Accepting;
using KafkaStore.Avro;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Functions.Faults;
using KafkaStore.Functions.Telemetry;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Staging;
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
    StandingFaults faults,
    TroubleReport troubles,
    ArchiverOptions options,
    IPartitionScope scope,
    IArchivedOffsets archivedOffsets,
    GenerationRound generations,
    IRecordAttribution attribution,
    StagingNotice notice,
    TimeProvider clock,
    ILogger<WatchPartitions> logger,
    CatalogWriter? catalog = null,
    ISchemaKeeper? schemas = null,
    EmptyPartitions? empty = null,
    PartitionGauges? gauges = null
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
        notice.Say();
        FaultWatch standing = await FaultWatch.BeginAsync(faults, scope, logger, cancellationToken);
        var archived = new Dictionary<TopicPartition, long?>();
        DateTimeOffset now = clock.GetUtcNow();
        var figures = new List<PartitionFigures>();
        var faulted = new HashSet<TopicPartition>(standing.Partitions);
        var neverUsed = new List<TopicPartition>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (LogBounds bounds in await AskBrokerAsync(cancellationToken))
        {
            if (!scope.Includes(bounds.Partition))
                continue;
            PartitionState? state = await FindStateAsync(client, bounds.Partition, cancellationToken);
            figures.Add(Report(PartitionFigures.Of(bounds, state, now), state));
            if (standing.IsUnknown && state?.Fault is not null)
                faulted.Add(bounds.Partition);
            await standing.TellAsync(client, bounds.Partition, state?.Fault, cancellationToken);
            if (state is not null)
                used.Add(bounds.Partition.Topic);
            else if (bounds.End == 0)
                neverUsed.Add(bounds.Partition);
            archived[bounds.Partition] = state?.LastBase is null ? null : state.Checkpoint; // a start is no object's end
            // Without state, also where the log is empty by now: what was accepted from it may still be staged.
            if (state is null ? bounds.End > 0 : !state.IsAtRest(bounds))
            {
                BrokerView view = await ViewAsync(bounds, state, cancellationToken) with
                {
                    IsFetched = await IsFetchedAsync(bounds.Partition, cancellationToken),
                };
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

        LagSummary.Write(figures, logger);
        gauges?.Show(figures, faulted);
        await CloseFormerAsync(client, cancellationToken);
        await NoteAsync(neverUsed.Where(partition => used.Contains(partition.Topic)), cancellationToken);

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
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException)
        {
            Log.BrokerUnreachable(logger, e.Message);
        }

        return new BrokerView(bounds.Partition, bounds.Start, bounds.End);
    }

    // What is staged of topics that are gone; the owner of the topic's first partition sees to it.
    private async Task CloseFormerAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (string topic in options.Topics.Where(topic => scope.Includes(new TopicPartition(topic, 0))))
        {
            try
            {
                foreach (TopicPartition former in await generations.FindFormerStagedAsync(topic, cancellationToken))
                    await CloseFormerAsync(client, former, cancellationToken);
            }
            catch (StorageException e)
            {
                Log.GenerationUnknown(logger, topic, e.Message);
            }
        }
    }

    private async Task CloseFormerAsync(DurableTaskClient client, TopicPartition former, CancellationToken cancellationToken)
    {
        PartitionState? state = await FindStateAsync(client, former, cancellationToken);
        await faults.PassAsync(former, cancellationToken);

        // Its copy may be of a fault that passed or was cleared, and nobody else tells it: no broker gives its partitions any more.
        bool isCleared = state?.Fault is not null && await faults.FindAsync(former, cancellationToken) is null;
        string operation = isCleared ? Operations.ClearFault : Operations.Seal;
        await client.Entities.SignalEntityAsync(EntityIds.Of(former), operation, former, cancellation: cancellationToken);
    }

    // Where that can't be told now, its deliverer is waited for as usual.
    private async Task<bool> IsFetchedAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        try
        {
            return await attribution.FindAsync(KafkaTopic.Of(partition.Topic), cancellationToken) is null;
        }
        catch (StorageException e)
        {
            Log.GenerationUnknown(logger, partition.Topic, e.Message);
            return false;
        }
    }

    // Of topics that have records already.
    private async Task NoteAsync(IEnumerable<TopicPartition> neverUsed, CancellationToken cancellationToken)
    {
        if (empty is null)
            return;
        try
        {
            foreach (TopicPartition partition in neverUsed)
                await empty.NoteAsync(partition, cancellationToken);
        }
        catch (Exception e) when (e is StorageException or DamagedContainerException)
        {
            Log.EmptyPartitionsUnnoted(logger, e.Message);
        }
    }

    private bool IsFirstMinuteOfDay() => clock.GetUtcNow().TimeOfDay < TimeSpan.FromMinutes(1);

    private async Task<IReadOnlyList<LogBounds>> AskBrokerAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<string> topics = await CurrentAsync(cancellationToken);
            BoundsAnswer answer = await log.AskBoundsAsync(topics, cancellationToken);
            troubles.Heard(topics, answer);
            return answer.Bounds;
        }
        catch (BrokerUnavailableException e)
        {
            Log.BrokerUnreachable(logger, e.Message);
            return [];
        }
    }

    // Asked before the bounds, which say nothing of a topic where it may be another.
    private async Task<IReadOnlyList<string>> CurrentAsync(CancellationToken cancellationToken)
    {
        var current = new List<string>();
        foreach (string topic in options.Topics)
        {
            try
            {
                if (await generations.AskAsync(topic, cancellationToken) is { } generation)
                    current.Add(generation.ToString());
            }
            catch (StorageException e)
            {
                Log.GenerationUnknown(logger, topic, e.Message);
            }
        }

        return current;
    }

    private async Task<PartitionState?> FindStateAsync(
        DurableTaskClient client,
        TopicPartition partition,
        CancellationToken cancellationToken
    )
    {
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

    private PartitionFigures Report(PartitionFigures figures, PartitionState? state)
    {
        troubles.Sealed(figures.Partition, state?.LastFailure);
        Log.Lag(logger, figures.Partition.Topic, figures.Partition.Partition, figures.ArchiveLag, figures.AcceptLag);
        return figures;
    }
}
