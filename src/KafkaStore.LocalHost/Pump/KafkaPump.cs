using System.Collections.Concurrent;
using KafkaStore.Staging;
using Microsoft.DurableTask.Client;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// Does what the Kafka trigger does: hands batches to <see cref="AppendBatch"/>, stores offsets only after it has returned,
/// and delivers a batch that failed again and again, each time a little later.
/// </summary>
internal sealed class KafkaPump(
    IRecordSource source,
    IRecordLog log,
    StagingArea staging,
    AppendBatch function,
    DurableTaskClient client,
    BatchLimits limits,
    Action<TopicPartition> assigned,
    TimeProvider clock,
    ILogger logger,
    CancellationToken finishing
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(1);

    private readonly PumpPositions positions = new();
    private readonly ConcurrentQueue<KeyValuePair<TopicPartition, long>> added = new();
    private readonly OutOfRangePartitions outOfRange = new(source, log, Patience, clock, logger);

    public PumpPositions Positions => positions;

    /// <summary>Whoever asks the broker tells it, so that an outage is said once.</summary>
    public BrokerWatch Broker { get; } = new(clock, logger);

    /// <summary>Everything below these ends was read; of a partition that is not assigned yet, nothing was.</summary>
    public bool HasReached(IEnumerable<LogBounds> ends) => added.IsEmpty && outOfRange.IsEmpty && positions.HaveReached(ends);

    /// <summary>Reads this partition too, from this offset on; may be called at any time.</summary>
    public void Add(TopicPartition partition, long offset) => added.Enqueue(new(partition, offset));

    /// <summary>Reads and delivers one batch, if anything comes within a moment.</summary>
    public async Task DeliverNextAsync(CancellationToken cancellationToken)
    {
        await AssignAddedAsync(cancellationToken);
        try
        {
            // Reading first: a broker that does not say where one partition's log starts must not keep the others waiting,
            // nor a group, which is heard only by reading.
            IReadOnlyList<SourceItem> items = await source.ReadAsync(limits, Patience, cancellationToken);
            if (outOfRange.IsEmpty)
                Broker.Answered();
            if (items.Count > 0)
                await DeliverAsync(items, cancellationToken);
            await outOfRange.GoOnAsync(positions, cancellationToken);
        }
        catch (BrokerUnavailableException e)
        {
            Broker.Away(e.Message);
            await Task.Delay(Patience, clock, cancellationToken);
        }
    }

    private async Task AssignAddedAsync(CancellationToken cancellationToken)
    {
        if (added.IsEmpty)
            return;
        while (added.TryDequeue(out KeyValuePair<TopicPartition, long> partition))
            positions.Set(partition.Key, partition.Value);
        await source.AssignAsync(positions.Next, cancellationToken);
    }

    private async Task DeliverAsync(IReadOnlyList<SourceItem> items, CancellationToken cancellationToken)
    {
        var records = new List<KafkaRecord>(items.Count);
        var empty = new Dictionary<TopicPartition, List<OffsetRange>>();
        foreach ((TopicPartition partition, LogItem item) in items)
        {
            if (item.Kind is LogItemKind.Assigned or LogItemKind.Revoked or LogItemKind.OutOfRange)
            {
                Change(partition, item);
                continue;
            }

            OffsetRange gap = positions.Advance(partition, item);
            if (!gap.IsEmpty)
                (empty.TryGetValue(partition, out List<OffsetRange>? ranges) ? ranges : empty[partition] = []).Add(gap);
            if (item.Record is { } record)
                records.Add(TriggerRecord.Of(partition, record));
        }

        // The batch in hand is accepted to its end when the host stops, as far as there is time for it.
        await RetryAsync(() => AcceptAsync([.. records], empty, finishing), cancellationToken);
        foreach (TopicPartition partition in items.Select(item => item.Partition).Distinct())
        {
            if (positions.Next.TryGetValue(partition, out long next))
                source.StoreOffset(partition, next);
        }
    }

    // What a group takes away or gives anew has another position, or none, than the one that was out of range.
    private void Change(TopicPartition partition, LogItem item)
    {
        outOfRange.Remove(partition);
        switch (item.Kind)
        {
            case LogItemKind.Assigned:
                positions.Set(partition, item.Offset);
                assigned(partition);
                break;
            case LogItemKind.Revoked:
                positions.Remove(partition);
                break;
            default:
                outOfRange.Add(partition);
                break;
        }
    }

    private async Task AcceptAsync(
        KafkaRecord[] records,
        Dictionary<TopicPartition, List<OffsetRange>> empty,
        CancellationToken cancellationToken
    )
    {
        if (records.Length > 0)
            await function.RunAsync(records, client, cancellationToken);
        foreach ((TopicPartition partition, List<OffsetRange> ranges) in empty)
        {
            await staging.StageProofAsync(partition, ranges, clock.GetUtcNow(), cancellationToken);

            // Told to the entity as a batch without records, so that it knows how far the partition is accepted.
            var summary = new BatchSummary(partition, ranges[0].From, ranges[^1].To - 1, SegmentFigures.None);
            await client.Entities.SignalEntityAsync(EntityIds.Of(partition), Operations.Append, summary, cancellation: cancellationToken);
        }
    }

    private async Task RetryAsync(Func<Task> accept, CancellationToken cancellationToken)
    {
        for (TimeSpan wait = FirstRetry; ; wait = wait * 2 < LastRetry ? wait * 2 : LastRetry)
        {
            try
            {
                await accept();
                return;
            }
            catch (Exception e) when (e is StorageException or BrokerUnavailableException or IOException)
            {
                Log.BatchFailed(logger, wait.TotalSeconds, e.Message);
                Log.BatchFailure(logger, e);
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
