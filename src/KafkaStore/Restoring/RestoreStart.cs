using KafkaStore.Archiving;
using KafkaStore.Records;

namespace KafkaStore.Restoring;

/// <summary>The first steps of a restore: the target made ready, or what an interrupted one had written found.</summary>
internal sealed class RestoreStart(IRestoreTarget target, ArchivedRange archive, RestoreOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly TargetRecords records = new(target.Log);

    /// <summary>Makes topics that are missing, and sees to it that nothing is in the way.</summary>
    public async Task<IReadOnlyList<PartitionCheckpoint>> PrepareAsync(RestorePlan plan, bool append, CancellationToken cancellationToken)
    {
        foreach ((string topic, int needed) in plan.Topics.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            await EnsureAsync(topic, needed, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds =
            await records.BoundsAsync([.. plan.Partitions.Select(partition => partition.Target)], cancellationToken).ConfigureAwait(false);
        foreach (RestorePartition partition in plan.Partitions)
        {
            LogBounds found = bounds[partition.Target];
            if (found.End > found.Start && !append)
                throw TargetFault.NotEmpty(partition.Target, found.End - found.Start);
        }

        return [.. plan.Partitions.Select(partition => PartitionCheckpoint.Begin(partition, bounds[partition.Target].End))];
    }

    /// <summary>Moves each partition past what is in the target already.</summary>
    /// <exception cref="RestoreException">What is there is not what this restore writes.</exception>
    public async Task FindWrittenAsync(IReadOnlyList<PartitionProgress> partitions, Action<Record> found, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await SettledAsync([.. partitions.Select(partition => partition.Target)], cancellationToken).ConfigureAwait(false);
        foreach (PartitionProgress partition in partitions)
            await FindWrittenAsync(partition, bounds[partition.Target], found, cancellationToken).ConfigureAwait(false);
    }

    private async Task EnsureAsync(string topic, int needed, CancellationToken cancellationToken)
    {
        int? found = await target.FindPartitionCountAsync(topic, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            await target.CreateTopicAsync(topic, needed, cancellationToken).ConfigureAwait(false);
            found = await target.FindPartitionCountAsync(topic, cancellationToken).ConfigureAwait(false) ?? 0;
        }

        if (found < needed)
            throw TargetFault.TooFew(topic, found.Value, needed);
    }

    private async Task<IReadOnlyDictionary<TopicPartition, LogBounds>> SettledAsync(
        IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<TopicPartition, LogBounds> latest = await records.BoundsAsync(partitions, cancellationToken).ConfigureAwait(false);
        long since = clock.GetTimestamp();
        while (clock.GetElapsedTime(since) < options.Settle)
        {
            await Task.Delay(Look, clock, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<TopicPartition, LogBounds> now = await records.BoundsAsync(partitions, cancellationToken).ConfigureAwait(false);
            if (partitions.Any(partition => now[partition].End != latest[partition].End))
                since = clock.GetTimestamp();
            latest = now;
        }

        return latest;
    }

    private async Task FindWrittenAsync(PartitionProgress partition, LogBounds bounds, Action<Record> note, CancellationToken cancellationToken)
    {
        if (bounds.End < partition.TargetNext)
            throw TargetFault.Shorter(partition.Target, bounds.End, partition.TargetNext);
        if (bounds.End == partition.TargetNext)
            return;
        IAsyncEnumerator<Record> wanted = archive.ReadAsync(partition.Remaining, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (wanted.ConfigureAwait(false))
        {
            await foreach (Record found in records.ReadAsync(partition.Target, partition.TargetNext, bounds.End, cancellationToken).ConfigureAwait(false))
            {
                if (found.Offset != partition.TargetNext || !await wanted.MoveNextAsync().ConfigureAwait(false) || !RecordContent.AreEqual(found, wanted.Current))
                    throw TargetFault.Foreign(partition.Target, partition.TargetNext);
                partition.AdvanceFound(wanted.Current);
                note(found);
            }
        }

        if (partition.TargetNext != bounds.End)
            throw TargetFault.Foreign(partition.Target, partition.TargetNext);
    }
}
