using KafkaStore.Avro;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Functions.Faults;
using KafkaStore.Functions.Telemetry;
using KafkaStore.Functions.Watching;
using KafkaStore.Markers;
using KafkaStore.Staging;
using Microsoft.DurableTask.Client;

namespace KafkaStore.Functions;

/// <summary>
/// Every minute: compares the broker's partitions with what their entities remember, and tells the entities that have
/// something to close, to fetch, to restart or to sweep. Also the place where a broker that can't be reached is noticed,
/// since a dead broker fires no trigger, and where the catalog's missing rows are added and missing schemas asked for again.
/// </summary>
public sealed class WatchPartitions(
    BrokerRound brokers,
    EntityStates states,
    FormerPartitions former,
    StandingFaults faults,
    TroubleReport troubles,
    IPartitionScope scope,
    IArchivedOffsets archivedOffsets,
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
        foreach (LogBounds bounds in await brokers.AskAsync(cancellationToken))
        {
            if (!scope.Includes(bounds.Partition))
                continue;
            PartitionState? state = await states.FindAsync(client, bounds.Partition, cancellationToken);
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
                BrokerView view = await brokers.ViewAsync(bounds, state, cancellationToken);
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
        await former.CloseAsync(client, cancellationToken);
        await NoteAsync(neverUsed.Where(partition => used.Contains(partition.Topic)), cancellationToken);

        // Last, since nothing waits for it: schemas and rows that a crash or an outage kept from being written, here or elsewhere.
        if (schemas is not null)
            await schemas.CatchUpAsync(cancellationToken);
        if (catalog is not null)
            await catalog.CatchUpAsync(archived, CatalogPatience, cancellationToken);
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

    private PartitionFigures Report(PartitionFigures figures, PartitionState? state)
    {
        troubles.Sealed(figures.Partition, state?.LastFailure);
        Log.Lag(logger, figures.Partition.Topic, figures.Partition.Partition, figures.ArchiveLag, figures.AcceptLag);
        return figures;
    }
}
