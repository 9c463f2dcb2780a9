using System.Collections.Concurrent;
using KafkaStore.Functions.Faults;
using KafkaStore.Status;
using Microsoft.DurableTask.Client;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// Does what the Kafka trigger does: hands batches to <see cref="AppendBatch"/>, stores offsets only after it has returned,
/// and delivers a batch that failed again and again, each time a little later.
/// </summary>
internal sealed class KafkaPump(
    IRecordSource source,
    IRecordLog log,
    AppendBatch function,
    DurableTaskClient client,
    BatchLimits limits,
    Action<TopicPartition> assigned,
    Action<string> delivered,
    TroubleReport troubles,
    TimeProvider clock,
    ILogger logger,
    CancellationToken finishing
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly long LargeBatch = 2 * LocalHostOptions.DefaultBatch.MaximumBytes;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(1);

    private readonly PumpPositions positions = new();
    private readonly ConcurrentQueue<Action> changes = new();
    private Func<CancellationToken, Task>? joining;
    private readonly OutOfRangePartitions outOfRange = new(source, log, Patience, clock, logger);

    private readonly UnreadablePartitions unreadable = new(source, troubles, clock);
    private volatile Holdup? holdup;
    private Task accepting = Task.CompletedTask;

    public PumpPositions Positions => positions;

    /// <summary>What can't be read although it was tried again, and why.</summary>
    public IEnumerable<KeyValuePair<TopicPartition, string>> Unreadable => unreadable.Lasting;

    /// <summary>Why it can't be read now; null where it can.</summary>
    public string? WhyUnreadable(TopicPartition partition) => unreadable.ReasonOf(partition);

    /// <summary>Why the batch in hand could not be staged and is tried again; null where nothing is.</summary>
    public Holdup? Holdup => holdup;

    /// <summary>Whoever asks the broker tells it, so that an outage is said once.</summary>
    public BrokerWatch Broker { get; } = new(clock, logger);

    /// <summary>Everything below these ends was read that can be.</summary>
    public bool HasReached(IEnumerable<LogBounds> ends) =>
        changes.IsEmpty
        && outOfRange.IsEmpty
        && positions.HaveReached(ends.ExceptBy(Unreadable.Select(entry => entry.Key), end => end.Partition));

    /// <summary>Reads this partition too, from this offset on; may be called at any time.</summary>
    public void Add(TopicPartition partition, long offset) => changes.Enqueue(() => positions.Set(partition, offset));

    /// <summary>Reads nothing more of this topic; may be called at any time.</summary>
    /// <param name="topic">Kafka's name.</param>
    public void Drop(string topic) =>
        changes.Enqueue(() =>
        {
            outOfRange.RemoveTopic(topic);
            unreadable.RemoveTopic(topic);
            positions.RemoveTopic(topic);
        });

    /// <summary>Joins the group, or leaves it and joins it again; may be called at any time.</summary>
    /// <param name="topics">Whose partitions are shared.</param>
    /// <param name="resume">Where a partition goes on.</param>
    public void Join(IReadOnlyCollection<string> topics, Func<TopicPartition, Task<long>> resume) =>
        changes.Enqueue(() => joining = cancellationToken => source.SubscribeAsync(topics, resume, cancellationToken));

    /// <summary>Reads one batch, if anything comes within a moment, and delivers it as soon as the one before it is accepted.</summary>
    public async Task DeliverNextAsync(CancellationToken cancellationToken)
    {
        await ApplyChangesAsync(cancellationToken);
        try
        {
            // Reading first: a broker that does not say where one partition's log starts must not keep the others waiting,
            // nor a group, which is heard only by reading.
            SourceItems items = await source.ReadAsync(limits, Patience, cancellationToken);
            if (outOfRange.IsEmpty)
                Broker.Answered();
            if (items.Count > 0)
                await DeliverAsync(items, cancellationToken);
            if (!outOfRange.IsEmpty)
                await SettleAsync();
            await outOfRange.GoOnAsync(positions, SealBehindAsync, cancellationToken);
            await unreadable.GoOnAsync(positions, cancellationToken);
        }
        catch (BrokerUnavailableException e)
        {
            Broker.Away(e.Message);
            await Task.Delay(Patience, clock, cancellationToken);
        }
    }

    /// <summary>Returns once all that was read is accepted.</summary>
    public Task SettleAsync() => accepting;

    private async Task ApplyChangesAsync(CancellationToken cancellationToken)
    {
        if (changes.IsEmpty)
            return;
        await SettleAsync();
        while (changes.TryDequeue(out Action? change))
            change();
        if (joining is { } join)
        {
            joining = null;
            await join(cancellationToken);
        }
        else
        {
            await source.AssignAsync(positions.Next, cancellationToken);
        }

        SayConsumed();
    }

    private void SayConsumed()
    {
        if (positions.Next.Count == 0)
            Log.ConsumingNothing(logger);
        else
            Log.Consuming(logger, string.Join(", ", positions.Next.Keys.Order()));
    }

    private async Task DeliverAsync(SourceItems items, CancellationToken cancellationToken)
    {
        DeliveredBatch batch = Take(items);
        if (items.Any(item => item.Item.Kind is LogItemKind.Assigned or LogItemKind.Revoked))
            SayConsumed();

        // While it is accepted the next one is read: one batch, so that what is in memory is bounded. A record that makes a batch so
        // large by itself may be followed by others of its size.
        await SettleAsync();
        bool isLarge = batch.Bytes > LargeBatch;
        accepting = AcceptAsync(batch, cancellationToken);
        if (isLarge)
            await SettleAsync();
    }

    private DeliveredBatch Take(SourceItems items)
    {
        var batch = new DeliveredBatch(items);
        foreach ((TopicPartition partition, LogItem item) in items)
        {
            if (item.Kind == LogItemKind.Unreadable)
            {
                unreadable.Add(partition, item.Reason!);
                continue;
            }

            unreadable.Remove(partition);
            if (item.Kind is LogItemKind.Assigned or LogItemKind.Revoked or LogItemKind.OutOfRange)
            {
                batch.Change(partition, item);
                Change(partition, item);
                continue;
            }

            OffsetRange gap = positions.Advance(partition, item);
            batch.Add(partition, item, gap, positions.Next[partition]);
        }

        return batch;
    }

    private async Task AcceptAsync(DeliveredBatch batch, CancellationToken cancellationToken)
    {
        using (batch)
        {
            // The batch in hand is accepted to its end when the host stops, as far as there is time for it.
            await RetryAsync(() => TryAcceptAsync(batch, finishing), cancellationToken);
            foreach ((TopicPartition partition, long next) in batch.Reached)
            {
                delivered(partition.Topic);
                source.StoreOffset(partition, next);
            }
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

    private async Task TryAcceptAsync(DeliveredBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Records.Count > 0 || batch.Empty.Count > 0)
            await function.AcceptAsync(batch.Records, batch.Empty, client, cancellationToken);
        foreach ((TopicPartition partition, List<OffsetRange> ranges) in batch.Empty)
            await TellReadAsync(partition, new OffsetRange(ranges[0].From, ranges[^1].To), cancellationToken);
    }

    // The entity hears how far the partition is read, and seals at once: what is gone is noted also where nothing follows it.
    private async Task SealBehindAsync(TopicPartition partition, OffsetRange range, CancellationToken cancellationToken)
    {
        await TellReadAsync(partition, range, cancellationToken);
        assigned(partition);
    }

    // As a batch without records, so that the entity knows how far the partition is accepted.
    private Task TellReadAsync(TopicPartition partition, OffsetRange range, CancellationToken cancellationToken) =>
        client.Entities.SignalEntityAsync(
            EntityIds.Of(partition),
            Operations.Append,
            new BatchSummary(partition, range.From, range.To - 1, SegmentFigures.None),
            cancellation: cancellationToken
        );

    private async Task RetryAsync(Func<Task> accept, CancellationToken cancellationToken)
    {
        for (TimeSpan wait = FirstRetry; ; wait = wait * 2 < LastRetry ? wait * 2 : LastRetry)
        {
            try
            {
                await accept();
                holdup = null;
                return;
            }
            catch (Exception e) when (e is StorageException or BrokerUnavailableException or IOException)
            {
                holdup = new Holdup(e.Message, holdup?.Since ?? clock.GetUtcNow());
                Log.BatchFailed(logger, wait.TotalSeconds, e.Message);
                Log.BatchFailure(logger, e);
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
