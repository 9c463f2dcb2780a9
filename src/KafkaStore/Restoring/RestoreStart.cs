using KafkaStore.Broker;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>The first steps of a restore: the target made ready, or what an interrupted one had written found.</summary>
internal sealed class RestoreStart(IRestoreTarget target, ArchivedRange archive, RestoreOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly TargetRecords records = new(target.Log);

    /// <summary>Sees to it that nothing is in the way, and only then makes the topics that are missing.</summary>
    /// <param name="plan">What goes where.</param>
    /// <param name="append">Whether partitions may have records.</param>
    /// <param name="note">Told of topics with more partitions than are needed.</param>
    /// <exception cref="RestoreException">Something is in the way; nothing was written.</exception>
    public async Task<IReadOnlyList<PartitionCheckpoint>> PrepareAsync(
        RestorePlan plan,
        bool append,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string topic, int needed) in plan.Topics.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (await target.FindPartitionCountAsync(topic, cancellationToken) is { } found)
                Ensure(topic, found, needed, note);
            else
                missing.Add(topic);
        }

        TopicPartition[] present =
        [
            .. plan.Partitions.Select(partition => partition.Target).Where(partition => !missing.Contains(partition.Topic)),
        ];
        await EmptyBoundsAsync(present, append, cancellationToken);
        foreach (string topic in missing.Order(StringComparer.Ordinal))
            await MakeAsync(topic, plan.Topics[topic], note, cancellationToken);

        // A topic that another made meanwhile may have records already.
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await EmptyBoundsAsync(
            [.. plan.Partitions.Select(partition => partition.Target)],
            append,
            cancellationToken
        );
        return [.. plan.Partitions.Select(partition => PartitionCheckpoint.Begin(partition, bounds[partition.Target].End))];
    }

    /// <summary>Moves each partition past what is in the target already.</summary>
    /// <exception cref="RestoreException">What is there is not what this restore writes.</exception>
    public async Task FindWrittenAsync(
        IReadOnlyList<PartitionProgress> partitions,
        Action<Record> found,
        CancellationToken cancellationToken
    )
    {
        if (partitions.Count == 0)
            return;
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await SettledAsync(
            [.. partitions.Select(partition => partition.Target)],
            cancellationToken
        );
        foreach (PartitionProgress partition in partitions)
            await FindWrittenAsync(partition, bounds[partition.Target], found, cancellationToken);
    }

    private async Task MakeAsync(string topic, int needed, Action<string> note, CancellationToken cancellationToken)
    {
        await target.CreateTopicAsync(topic, needed, cancellationToken);
        Ensure(topic, await target.FindPartitionCountAsync(topic, cancellationToken) ?? 0, needed, note);
    }

    private static void Ensure(string topic, int found, int needed, Action<string> note)
    {
        if (found < needed)
            throw TargetFault.TooFew(topic, found, needed);
        if (found > needed)
            note(TargetFault.More(topic, found, needed));
    }

    private async Task<IReadOnlyDictionary<TopicPartition, LogBounds>> EmptyBoundsAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        bool append,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await records.BoundsAsync(partitions, cancellationToken);
        foreach (TopicPartition partition in partitions)
        {
            LogBounds found = bounds[partition];
            if (found.End > found.Start && !append)
                throw TargetFault.NotEmpty(partition, found.End - found.Start);
        }

        return bounds;
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

    private async Task FindWrittenAsync(
        PartitionProgress partition,
        LogBounds bounds,
        Action<Record> note,
        CancellationToken cancellationToken
    )
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
