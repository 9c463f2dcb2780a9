using System.Collections.Concurrent;
using KafkaStore.Functions.Faults;
using KafkaStore.Status;
using Microsoft.DurableTask.Client;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// Does what the Kafka trigger does: reads the partitions that it is given, alone or by a group, and delivers what comes batch by batch.
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

    private readonly PumpPositions positions = new();
    private readonly ConcurrentQueue<Action> changes = new();
    private readonly OutOfRangePartitions outOfRange = new(source, log, Patience, clock, logger);
    private readonly UnreadablePartitions unreadable = new(source, troubles, clock);
    private readonly BatchDelivery delivery = new(source, function, client, delivered, clock, logger, finishing);
    private Func<CancellationToken, Task>? joining;

    public PumpPositions Positions => positions;

    /// <summary>What can't be read although it was tried again, and why.</summary>
    public IEnumerable<KeyValuePair<TopicPartition, string>> Unreadable => unreadable.Lasting;

    /// <summary>Why it can't be read now; null where it can.</summary>
    public string? WhyUnreadable(TopicPartition partition) => unreadable.ReasonOf(partition);

    /// <inheritdoc cref="BatchDelivery.Holdup"/>
    public Holdup? Holdup => delivery.Holdup;

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
                await delivery.DeliverAsync(Take(items), cancellationToken);
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

    /// <inheritdoc cref="BatchDelivery.SettleAsync"/>
    public Task SettleAsync() => delivery.SettleAsync();

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

        if (items.Any(item => item.Item.Kind is LogItemKind.Assigned or LogItemKind.Revoked))
            SayConsumed();
        return batch;
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

    // The entity hears how far the partition is read, and seals at once: what is gone is noted also where nothing follows it.
    private async Task SealBehindAsync(TopicPartition partition, OffsetRange range, CancellationToken cancellationToken)
    {
        await delivery.TellReadAsync(partition, range, cancellationToken);
        assigned(partition);
    }
}
