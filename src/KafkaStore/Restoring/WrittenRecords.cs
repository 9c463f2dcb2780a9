using KafkaStore.Broker;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>Finds what an interrupted restore had written behind its last checkpoint.</summary>
internal sealed class WrittenRecords(TargetRecords records, ArchivedRange archive, RestoreOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Moves each partition past what is in the target already.</summary>
    /// <exception cref="RestoreException">What is there is not what this restore writes.</exception>
    public async Task FindAsync(IReadOnlyList<PartitionProgress> partitions, Action<Record> found, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
            return;
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await SettledAsync(
            [.. partitions.Select(partition => partition.Target)],
            cancellationToken
        );
        foreach (PartitionProgress partition in partitions)
            await FindAsync(partition, bounds[partition.Target], found, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<TopicPartition, LogBounds>> SettledAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyDictionary<TopicPartition, LogBounds> latest = await records.BoundsAsync(partitions, cancellationToken);
        long since = clock.GetTimestamp();
        while (clock.GetElapsedTime(since) < options.Settle)
        {
            await Task.Delay(Look, clock, cancellationToken);
            IReadOnlyDictionary<TopicPartition, LogBounds> now = await records.BoundsAsync(partitions, cancellationToken);
            if (partitions.Any(partition => now[partition].End != latest[partition].End))
                since = clock.GetTimestamp();
            latest = now;
        }

        return latest;
    }

    private async Task FindAsync(PartitionProgress partition, LogBounds bounds, Action<Record> note, CancellationToken cancellationToken)
    {
        if (bounds.End < partition.TargetNext)
            throw TargetFault.Shorter(partition.Target, bounds.End, partition.TargetNext);
        if (bounds.End == partition.TargetNext)
            return;
        await using (
            IAsyncEnumerator<Record> wanted = archive
                .ReadAsync(partition.Remaining, cancellationToken)
                .GetAsyncEnumerator(cancellationToken)
        )
        {
            await foreach (Record found in records.ReadAsync(partition.Target, partition.TargetNext, bounds.End, cancellationToken))
            {
                if (found.Offset != partition.TargetNext || !await wanted.MoveNextAsync() || !RecordContent.AreEqual(found, wanted.Current))
                    throw TargetFault.Foreign(partition.Target, partition.TargetNext);
                partition.AdvanceFound(wanted.Current);
                note(found);
            }
        }

        if (partition.TargetNext != bounds.End)
            throw TargetFault.Foreign(partition.Target, partition.TargetNext);
    }
}
