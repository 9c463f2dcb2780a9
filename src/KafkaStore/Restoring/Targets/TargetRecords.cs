using KafkaStore.Broker;

namespace KafkaStore.Restoring.Targets;

/// <summary>Reads target partitions back.</summary>
internal sealed class TargetRecords(IRecordLog log)
{
    /// <summary>The bounds of these partitions.</summary>
    /// <exception cref="RestoreException">One is not there.</exception>
    public async Task<IReadOnlyDictionary<TopicPartition, LogBounds>> BoundsAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        CancellationToken cancellationToken
    )
    {
        if (partitions.Count == 0)
            return new Dictionary<TopicPartition, LogBounds>();
        IReadOnlyList<LogBounds> found;
        try
        {
            found = await log.GetBoundsAsync([.. partitions.Select(partition => partition.Topic).Distinct()], cancellationToken);
        }
        catch (UnknownTopicException e)
        {
            throw new RestoreException(
                $"the topic {e.Topic}, into which this restore had begun to write, is not there any more. {TargetFault.Anew}",
                e
            );
        }

        var bounds = found.ToDictionary(entry => entry.Partition);
        foreach (TopicPartition partition in partitions.Where(partition => !bounds.ContainsKey(partition)))
            throw new RestoreException($"the target has no partition {partition}. {TargetFault.Anew}");
        return bounds;
    }

    /// <summary>The records between these offsets, the second exclusive.</summary>
    /// <exception cref="RestoreException">The target does not have them any more.</exception>
    /// <exception cref="BrokerUnavailableException">Nothing comes.</exception>
    public async IAsyncEnumerable<Record> ReadAsync(
        TopicPartition partition,
        long from,
        long to,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (from >= to)
            yield break;
        await using ILogCursor cursor = log.OpenCursor(partition);
        await cursor.SeekAsync(from, cancellationToken);
        for (long next = from; next < to; )
        {
            LogItem item = await cursor.ReadAsync(cancellationToken);
            next = item.Kind switch
            {
                LogItemKind.Record => item.Offset + 1,
                LogItemKind.EndOfPartition => item.Offset,
                LogItemKind.OutOfRange => throw TargetFault.Deleted(partition, from),
                _ => throw new BrokerUnavailableException(
                    $"nothing came of {partition} from offset {next} on. The same command goes on when the broker answers."
                ),
            };
            if (item is { Kind: LogItemKind.Record, Record: { } record } && item.Offset < to)
                yield return record;
        }
    }
}
