using KafkaStore.Status;
using Microsoft.DurableTask.Client;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// Hands batches to <see cref="AppendBatch"/>, one at a time, stores offsets only after it has returned, and delivers a batch that failed
/// again and again, each time a little later.
/// </summary>
internal sealed class BatchDelivery(
    IRecordSource source,
    AppendBatch function,
    DurableTaskClient client,
    Action<string> delivered,
    TimeProvider clock,
    ILogger logger,
    CancellationToken finishing
)
{
    private static readonly long LargeBatch = 2 * LocalHostOptions.DefaultBatch.MaximumBytes;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(1);

    private volatile Holdup? holdup;
    private Task accepting = Task.CompletedTask;

    /// <summary>Why the batch in hand could not be staged and is tried again; null where nothing is.</summary>
    public Holdup? Holdup => holdup;

    /// <summary>
    /// Returns once the batch before it is accepted. While this one is, the next one is read: one batch, so that what is in memory is bounded.
    /// A record that makes a batch large by itself may be followed by others of its size: there this one is accepted too.
    /// </summary>
    public async Task DeliverAsync(DeliveredBatch batch, CancellationToken cancellationToken)
    {
        bool isLarge = batch.Bytes > LargeBatch;
        await SettleAsync();
        accepting = AcceptAsync(batch, cancellationToken);
        if (isLarge)
            await SettleAsync();
    }

    /// <summary>Returns once all that was read is accepted.</summary>
    public Task SettleAsync() => accepting;

    /// <summary>As a batch without records, so that the entity knows how far the partition is accepted.</summary>
    public Task TellReadAsync(TopicPartition partition, OffsetRange range, CancellationToken cancellationToken) =>
        client.Entities.SignalEntityAsync(
            EntityIds.Of(partition),
            Operations.Append,
            new BatchSummary(partition, range.From, range.To - 1, SegmentFigures.None),
            cancellation: cancellationToken
        );

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

    private async Task TryAcceptAsync(DeliveredBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Records.Count > 0 || batch.Empty.Count > 0)
            await function.AcceptAsync(batch.Records, batch.Empty, client, cancellationToken);
        foreach ((TopicPartition partition, List<OffsetRange> ranges) in batch.Empty)
            await TellReadAsync(partition, new OffsetRange(ranges[0].From, ranges[^1].To), cancellationToken);
    }

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
