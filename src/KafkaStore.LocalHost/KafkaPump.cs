using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Functions;
using KafkaStore.Records;
using KafkaStore.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace KafkaStore.LocalHost;

/// <summary>
/// Does what the Kafka trigger does: hands batches to <see cref="AppendBatch"/>, stores offsets only after it has returned,
/// and delivers a batch that failed again and again, each time a little later.
/// </summary>
internal sealed class KafkaPump(
    IRecordSource source,
    IRecordLog log,
    Staging staging,
    AppendBatch function,
    DurableTaskClient client,
    BatchLimits limits,
    Action<TopicPartition> assigned,
    TimeProvider clock,
    ILogger logger,
    CancellationToken finishing)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(1);

    private readonly PumpPositions positions = new();
    private readonly ConcurrentQueue<KeyValuePair<TopicPartition, long>> added = new();
    private readonly HashSet<TopicPartition> outOfRange = [];

    public PumpPositions Positions => positions;

    /// <summary>Whoever asks the broker tells it, so that an outage is said once.</summary>
    public BrokerWatch Broker { get; } = new(clock, logger);

    /// <summary>Everything below these ends was read; of a partition that is not assigned yet, nothing was.</summary>
    public bool HasReached(IEnumerable<LogBounds> ends) => added.IsEmpty && outOfRange.Count == 0 && positions.HaveReached(ends);

    /// <summary>Reads this partition too, from this offset on; may be called at any time.</summary>
    public void Add(TopicPartition partition, long offset) => added.Enqueue(new(partition, offset));

    /// <summary>Reads and delivers one batch, if anything comes within a moment.</summary>
    public async Task DeliverNextAsync(CancellationToken cancellationToken)
    {
        await AssignAddedAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SourceItem> items;
        try
        {
            await LeaveOutOfRangeAsync(cancellationToken).ConfigureAwait(false);
            items = await source.ReadAsync(limits, Patience, cancellationToken).ConfigureAwait(false);
            Broker.Answered();
        }
        catch (BrokerUnavailableException e)
        {
            Broker.Away(e.Message);
            await Task.Delay(Patience, clock, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (items.Count == 0)
            return;
        await DeliverAsync(items, cancellationToken).ConfigureAwait(false);
        outOfRange.UnionWith(items.Where(item => item.Item.Kind == LogItemKind.OutOfRange).Select(item => item.Partition));
    }

    private async Task AssignAddedAsync(CancellationToken cancellationToken)
    {
        if (added.IsEmpty)
            return;
        while (added.TryDequeue(out KeyValuePair<TopicPartition, long> partition))
            positions.Set(partition.Key, partition.Value);
        await source.AssignAsync(positions.Next, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeliverAsync(IReadOnlyList<SourceItem> items, CancellationToken cancellationToken)
    {
        var records = new List<KafkaRecord>(items.Count);
        var empty = new Dictionary<TopicPartition, List<OffsetRange>>();
        foreach ((TopicPartition partition, LogItem item) in items)
        {
            if (item.Kind == LogItemKind.Assigned)
            {
                positions.Set(partition, item.Offset);
                assigned(partition);
                continue;
            }

            if (item.Kind == LogItemKind.Revoked)
                positions.Remove(partition);
            if (item.Kind is LogItemKind.OutOfRange or LogItemKind.Revoked)
                continue;
            OffsetRange gap = positions.Advance(partition, item);
            if (!gap.IsEmpty)
                (empty.TryGetValue(partition, out List<OffsetRange>? ranges) ? ranges : empty[partition] = []).Add(gap);
            if (item.Record is { } record)
                records.Add(TriggerRecord.Of(partition, record));
        }

        // The batch in hand is accepted to its end when the host stops, as far as there is time for it.
        await RetryAsync(() => AcceptAsync([.. records], empty, finishing), cancellationToken).ConfigureAwait(false);
        foreach (TopicPartition partition in items.Select(item => item.Partition).Distinct())
        {
            if (positions.Next.TryGetValue(partition, out long next))
                source.StoreOffset(partition, next);
        }
    }

    private async Task AcceptAsync(KafkaRecord[] records, Dictionary<TopicPartition, List<OffsetRange>> empty, CancellationToken cancellationToken)
    {
        if (records.Length > 0)
            await function.RunAsync(records, client, cancellationToken).ConfigureAwait(false);
        foreach ((TopicPartition partition, List<OffsetRange> ranges) in empty)
        {
            await staging.StageProofAsync(partition, ranges, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);

            // Told to the entity as a batch without records, so that it knows how far the partition is accepted.
            var summary = new BatchSummary(partition, ranges[0].From, ranges[^1].To - 1, SegmentFigures.None);
            await client.Entities.SignalEntityAsync(EntityIds.Of(partition), Operations.Append, summary, cancellation: cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RetryAsync(Func<Task> accept, CancellationToken cancellationToken)
    {
        for (TimeSpan wait = FirstRetry; ; wait = wait * 2 < LastRetry ? wait * 2 : LastRetry)
        {
            try
            {
                await accept().ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is StorageException or BrokerUnavailableException or IOException)
            {
                Log.BatchFailed(logger, wait.TotalSeconds, e.Message);
                Log.BatchFailure(logger, e);
            }

            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // The log no longer has the next offset. Below its start there is a hole, which sealing asks about and notes as lost;
    // past its end the topic has shrunk, which the timer finds: nothing more is read of it.
    private async Task LeaveOutOfRangeAsync(CancellationToken cancellationToken)
    {
        if (outOfRange.Count == 0)
            return;
        foreach (TopicPartition partition in outOfRange)
        {
            LogBounds now = await FindBoundsAsync(partition, cancellationToken).ConfigureAwait(false);
            if (positions.Next.TryGetValue(partition, out long wanted))
                Leave(partition, wanted, now);
        }

        outOfRange.Clear();
        await source.AssignAsync(positions.Next, cancellationToken).ConfigureAwait(false);
    }

    private void Leave(TopicPartition partition, long wanted, LogBounds now)
    {
        if (now.Partition == partition && now.Start > wanted)
        {
            Log.LogStartMoved(logger, partition.ToString(), wanted, now.Start);
            positions.Set(partition, now.Start);
        }
        else
        {
            Log.LogShrunk(logger, partition.ToString(), wanted, now.End);
            positions.Remove(partition);
        }
    }

    private async Task<LogBounds> FindBoundsAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<LogBounds> bounds = await log.GetBoundsAsync([partition.Topic], cancellationToken).ConfigureAwait(false);
            return bounds.FirstOrDefault(bound => bound.Partition == partition);
        }
        catch (UnknownTopicException)
        {
            return default; // deleted: there is nothing to read
        }
    }
}
