using KafkaStore.Broker;
using KafkaStore.Reading.Verification;

namespace KafkaStore.Reading.Comparison;

/// <summary>
/// Reads again what the broker still has of archived offsets, and compares record by record. What only the archive has is
/// counted and proves nothing: topics are compacted, and records deleted.
/// </summary>
public sealed class BrokerComparison(IObjectReader store, IRecordLog log, ProblemLog problems)
{
    // A broker that has nothing to say of offsets below its own end, this often, is not answering.
    private const int MaximumSilences = 3;

    /// <summary>Compares one partition that has archive objects.</summary>
    /// <exception cref="StorageException">The store can't be read.</exception>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    /// <exception cref="UnknownTopicException">The broker has no such topic.</exception>
    public async Task<ComparedPartition> CompareAsync(PartitionReport archived, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(archived);
        LogBounds bounds = await BoundsAsync(archived.Partition, cancellationToken);
        var range = new OffsetRange(Math.Max(archived.FirstOffset, bounds.Start), archived.NextOffset ?? long.MaxValue);
        if (archived.NextOffset > bounds.End)
        {
            problems.Add(
                new ArchiveName(archived.Partition, archived.NextOffset.Value),
                bounds.End,
                ProblemKind.BrokerEndsEarlier,
                $"the archive goes on to offset {archived.NextOffset}, and the broker's log ends before {bounds.End}: the topic was created again, truncated or shrunk"
            );
        }

        // A loss can lie past the last object, where nothing is archived yet.
        long lostTo = archived.Lost.Count > 0 ? archived.Lost.Max(lost => lost.To) : 0;
        var wanted = new OffsetRange(range.From, Math.Min(bounds.End, Math.Max(range.To, lostTo)));
        var comparison = new RecordByRecord(archived, problems);
        if (!wanted.IsEmpty)
            await ReadAsync(archived.Partition, wanted, comparison, cancellationToken);
        return comparison.Complete(wanted) with { Nowhere = Nowhere(archived, bounds) };
    }

    private static OffsetRange Nowhere(PartitionReport archived, LogBounds bounds)
    {
        if (archived.NextOffset is not { } next)
            return default;
        var lost = new OffsetRangeSet();
        lost.AddAll(archived.Lost);
        var range = new OffsetRange(lost.EndOfRunFrom(next), bounds.Start);
        return range.IsEmpty ? default : range;
    }

    private async Task ReadAsync(
        TopicPartition partition,
        OffsetRange wanted,
        RecordByRecord comparison,
        CancellationToken cancellationToken
    )
    {
        IAsyncEnumerator<ArchivedItem> archive = new ArchivedRecords(store)
            .ReadAsync(partition, wanted.From, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        ILogCursor cursor = log.OpenCursor(partition);
        await using (archive)
        await using (cursor)
        {
            bool more = await archive.MoveNextAsync();
            await cursor.SeekAsync(wanted.From, cancellationToken);
            int silences = 0;
            while (await NextAsync(cursor, partition, cancellationToken) is var item && item.Kind != LogItemKind.EndOfPartition)
            {
                if (item.Kind == LogItemKind.Nothing && ++silences >= MaximumSilences)
                {
                    throw new BrokerUnavailableException(
                        $"The broker does not answer when asked for {partition} from offset {item.Offset} on, which it has."
                    );
                }

                if (item.Record is not { } record)
                    continue;
                if (record.Offset >= wanted.To)
                    break;
                silences = 0;
                for (; more && archive.Current.Range.To <= record.Offset; more = await archive.MoveNextAsync())
                    comparison.OnlyArchived(archive.Current);
                comparison.AtBroker(RecordEncoding.Encode(record), more ? archive.Current : null);
                if (more && archive.Current.Range.To == record.Offset + 1)
                    more = await archive.MoveNextAsync();
            }

            for (; more && archive.Current.Range.From < wanted.To; more = await archive.MoveNextAsync())
                comparison.OnlyArchived(archive.Current);
        }
    }

    // Retention may overtake the reading: then it goes on at the new log start.
    private async ValueTask<LogItem> NextAsync(ILogCursor cursor, TopicPartition partition, CancellationToken cancellationToken)
    {
        LogItem item = await cursor.ReadAsync(cancellationToken);
        if (item.Kind != LogItemKind.OutOfRange)
            return item;
        LogBounds bounds = await BoundsAsync(partition, cancellationToken);
        if (bounds.Start <= item.Offset)
            return LogItem.EndOfPartition(bounds.End);
        await cursor.SeekAsync(bounds.Start, cancellationToken);
        return LogItem.Nothing(bounds.Start);
    }

    private async Task<LogBounds> BoundsAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        await log.FindBoundsAsync(partition, cancellationToken) ?? throw new UnknownTopicException(partition.ToString(), "The broker");
}

/// <summary>What was compared of one partition.</summary>
/// <param name="Range">Offsets that were asked for.</param>
/// <param name="Equal">Records that archive and broker have alike.</param>
/// <param name="OnlyArchived">Records that the broker no longer has, compacted or deleted.</param>
/// <param name="NotComparable">
/// Records of the broker at offsets whose objects are damaged, or the original tool's, which keep no offsets and headers.
/// </param>
public sealed record ComparedPartition(TopicPartition Partition, OffsetRange Range, long Equal, long OnlyArchived, long NotComparable)
{
    /// <summary>
    /// Past the last object and not noted as lost, and the broker has deleted it: lost, unless an archiver has it staged. Empty where
    /// there is no such range.
    /// </summary>
    public OffsetRange Nowhere { get; init; }
}
