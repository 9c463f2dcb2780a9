using KafkaStore.Broker;
using KafkaStore.Reading.Verification;

namespace KafkaStore.Reading.Comparison;

/// <summary>
/// Holds the end of a partition's archive against how far it was when the archiver last said so at the broker. The archive may end
/// before that, where nothing but emptiness follows: then the broker shows it, or it is noted as lost.
/// </summary>
public sealed class ArchivedPositionCheck(IRecordLog log, ProblemLog problems)
{
    // As often the broker may have nothing to say of offsets below its own end.
    private const int MaximumSilences = 3;

    /// <param name="next">Where the archive ends; where it begins, as long as it has no object.</param>
    /// <param name="lost">Offsets noted as lost.</param>
    /// <param name="position">What was committed: all below it was archived, or proved to be empty.</param>
    /// <exception cref="BrokerUnavailableException">The broker does not answer.</exception>
    /// <exception cref="UnknownTopicException">The broker has no such topic.</exception>
    public async Task CheckAsync(
        TopicPartition partition,
        long next,
        IReadOnlyList<OffsetRange> lost,
        long position,
        CancellationToken cancellationToken
    )
    {
        var noted = new OffsetRangeSet();
        noted.AddAll(lost);
        long end = noted.EndOfRunFrom(next);
        if (position <= end)
            return;
        LogBounds bounds =
            await log.FindBoundsAsync(partition, cancellationToken) ?? throw new UnknownTopicException(partition.ToString(), "The broker");
        bool isKnown = bounds.Start <= end;
        if (isKnown && await IsEmptyAsync(partition, new OffsetRange(end, position), cancellationToken))
            return;
        problems.Add(
            new ArchiveName(partition, end),
            end,
            ProblemKind.CutOff,
            isKnown
                ? $"it ends before offset {end}, and was archived up to {position} by what the archiver committed; the broker has records in between"
                : $"it ends before offset {end}, and was archived up to {position} by what the archiver committed; the broker has deleted what was in between, so that nothing shows whether it was empty"
        );
    }

    private async Task<bool> IsEmptyAsync(TopicPartition partition, OffsetRange range, CancellationToken cancellationToken)
    {
        await using ILogCursor cursor = log.OpenCursor(partition);
        await cursor.SeekAsync(range.From, cancellationToken);
        for (int silences = 0; silences < MaximumSilences; silences++)
        {
            LogItem item = await cursor.ReadAsync(cancellationToken);
            if (item.Kind is LogItemKind.Record or LogItemKind.EndOfPartition)
                return item.Offset >= range.To || item.Kind == LogItemKind.EndOfPartition;
            if (item.Kind == LogItemKind.OutOfRange)
                return false;
        }

        throw new BrokerUnavailableException(
            $"The broker does not answer when asked for {partition} from offset {range.From} on, which it has."
        );
    }
}
