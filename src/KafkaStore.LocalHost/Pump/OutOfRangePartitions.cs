using KafkaStore.Generations;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// Partitions whose log did not have the next offset. Below its start there is a hole, which sealing asks about and notes as
/// lost; past its end the topic has shrunk, which the timer finds: nothing more is read of it.
/// </summary>
internal sealed class OutOfRangePartitions(IRecordSource source, IRecordLog log, TimeSpan patience, TimeProvider clock, ILogger logger)
{
    private readonly HashSet<TopicPartition> partitions = [];

    public bool IsEmpty => partitions.Count == 0;

    public void Add(TopicPartition partition) => partitions.Add(partition);

    public void Remove(TopicPartition partition) => partitions.Remove(partition);

    /// <param name="topic">Kafka's name; whichever generation it was.</param>
    public void RemoveTopic(string topic) => partitions.RemoveWhere(partition => KafkaTopic.Of(partition.Topic) == topic);

    /// <summary>Goes on with each where its log is now, or leaves it.</summary>
    /// <param name="passedOver">Told what is passed over because the log does not have it any more.</param>
    /// <exception cref="BrokerUnavailableException">The broker does not say where; what is left is for the next call.</exception>
    public async Task GoOnAsync(
        PumpPositions positions,
        Func<TopicPartition, OffsetRange, CancellationToken, Task> passedOver,
        CancellationToken cancellationToken
    )
    {
        foreach (TopicPartition partition in partitions.ToArray())
        {
            LogBounds now = await FindBoundsAsync(partition, cancellationToken);
            if (positions.Next.TryGetValue(partition, out long wanted))
                await GoOnAsync(positions, partition, wanted, now, cancellationToken);
            partitions.Remove(partition);
            if (positions.Next.TryGetValue(partition, out long next) && next > wanted)
                await passedOver(partition, new OffsetRange(wanted, next), cancellationToken);
        }
    }

    private async Task GoOnAsync(
        PumpPositions positions,
        TopicPartition partition,
        long wanted,
        LogBounds now,
        CancellationToken cancellationToken
    )
    {
        if (now.Partition != partition || now.End < wanted)
        {
            Log.LogShrunk(logger, partition.ToString(), wanted, now.End);
            positions.Leave(partition);
            return;
        }

        // In range after all: a broker that had just been elected did not know better. It may not yet.
        if (now.Start <= wanted)
            await Task.Delay(patience, clock, cancellationToken);
        await source.MoveAsync(partition, Math.Max(wanted, now.Start), cancellationToken);
        if (now.Start > wanted)
        {
            Log.LogStartMoved(logger, partition.ToString(), wanted, now.Start);
            positions.Set(partition, now.Start);
        }
    }

    private async Task<LogBounds> FindBoundsAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        try
        {
            return await log.FindBoundsAsync(partition, cancellationToken) ?? default;
        }
        catch (UnknownTopicException)
        {
            return default; // deleted: there is nothing to read
        }
    }
}
