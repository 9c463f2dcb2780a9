using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>What the broker said of holes.</summary>
/// <param name="Staged">Something was staged: records that nobody delivered, or a proof of emptiness.</param>
/// <param name="Gone">Parts below the log start that the broker no longer has.</param>
/// <param name="Empty">Parts that hold no record.</param>
/// <param name="ReadTo">What lies below it in the holes is answered: what is neither gone nor empty has records.</param>
/// <param name="Trouble">What keeps the rest from being answered, where that is known.</param>
internal sealed record HoleAnswer(
    bool Staged,
    IReadOnlyList<OffsetRange> Gone,
    IReadOnlyList<OffsetRange> Empty,
    long ReadTo,
    string? Trouble
);

/// <summary>
/// Asks the broker, in one ascending pass, what is in the holes between staged chunks. What it proves is staged and
/// believed by later runs; what it can't answer now is left for later.
/// </summary>
internal sealed class HoleProver(IRecordLog log, StagingArea staging, TimeProvider clock)
{
    // Reading on is cheaper than a new fetch position while the next hole is this near.
    private const long NearbyOffsets = 10_000;

    // What is proved is kept in memory until the end of a pass.
    private const int MostProofs = 100_000;

    /// <summary>A pass ends after this long with what it has; the next seal goes on. Time is left to seal in.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(4);

    /// <param name="partition">Whose holes.</param>
    /// <param name="holes">Ascending and apart.</param>
    /// <exception cref="BrokerUnavailableException">The broker is away.</exception>
    public async Task<HoleAnswer> AskAsync(TopicPartition partition, IReadOnlyList<OffsetRange> holes, CancellationToken cancellationToken)
    {
        var pass = new Pass(partition, holes, staging, clock);
        string? trouble = null;
        await using (ILogCursor cursor = log.OpenCursor(partition))
        {
            try
            {
                await ReadHolesAsync(cursor, pass, holes, cancellationToken);
            }
            catch (UnreadableLogException damaged)
            {
                trouble = damaged.Message;
            }
        }

        return await FinishAsync(pass, trouble, cancellationToken);
    }

    // One item can speak of several holes at once: what it skips is empty in all of them.
    private async Task ReadHolesAsync(ILogCursor cursor, Pass pass, IReadOnlyList<OffsetRange> holes, CancellationToken cancellationToken)
    {
        long at = -1; // the next item comes from here on
        int current = 0;
        long began = clock.GetTimestamp();
        while (current < holes.Count && pass.EmptyRanges.Count < MostProofs && clock.GetElapsedTime(began) < TimeLimit)
        {
            OffsetRange hole = holes[current];
            if (at >= hole.To)
            {
                current++;
                continue;
            }

            if (at < 0 || hole.From > at + NearbyOffsets)
            {
                at = hole.From;
                await cursor.SeekAsync(at, cancellationToken);
            }

            LogItem item = await cursor.ReadAsync(cancellationToken);
            switch (item.Kind)
            {
                case LogItemKind.Record:
                    pass.Empty(new OffsetRange(at, item.Offset));
                    await pass.RecordAsync(item.Record!.Value, cancellationToken);
                    at = item.Offset + 1;
                    break;
                case LogItemKind.EndOfPartition:
                    pass.Empty(new OffsetRange(at, item.Offset));
                    return;
                case LogItemKind.OutOfRange:
                    LogBounds bounds = await BoundsAsync(pass.Partition, cancellationToken);
                    if (bounds.Start <= at)
                        return; // past the log end: a shrunk topic, which its end tells elsewhere
                    pass.Gone(new OffsetRange(at, bounds.Start));
                    at = bounds.Start;
                    await cursor.SeekAsync(at, cancellationToken);
                    break;
                default:
                    return; // an open transaction, a slow broker: later
            }
        }
    }

    // What lies below the log start now can't be told from what was deleted while we read: it counts as gone.
    private async Task<HoleAnswer> FinishAsync(Pass pass, string? trouble, CancellationToken cancellationToken)
    {
        await pass.FlushAsync(cancellationToken);
        LogBounds bounds = await BoundsAsync(pass.Partition, cancellationToken);
        var gone = new OffsetRangeSet();
        gone.AddAll(pass.GoneRanges);
        var empty = new List<OffsetRange>();
        foreach (OffsetRange range in pass.EmptyRanges)
        {
            gone.Add(new OffsetRange(range.From, Math.Min(range.To, bounds.Start)));
            var proved = new OffsetRange(Math.Max(range.From, bounds.Start), range.To);
            if (!proved.IsEmpty)
                empty.Add(proved);
        }

        if (empty.Count > 0)
            await staging.StageProofAsync(pass.Partition, empty, clock.GetUtcNow(), cancellationToken);
        return new HoleAnswer(pass.FoundAny || empty.Count > 0, gone.Ranges, empty, pass.ReadTo, trouble);
    }

    private async Task<LogBounds> BoundsAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        await log.FindBoundsAsync(partition, cancellationToken)
        ?? throw new BrokerUnavailableException($"The broker does not know partition {partition} now.");

    private sealed class Pass(TopicPartition partition, IReadOnlyList<OffsetRange> holes, StagingArea staging, TimeProvider clock)
    {
        private readonly OffsetRangeSet empty = new();
        private readonly OffsetRangeSet gone = new();
        private readonly List<EncodedRecord> found = [];
        private long foundBytes;
        private int firstHole;

        public TopicPartition Partition => partition;

        public bool FoundAny { get; private set; }

        public long ReadTo { get; private set; }

        public IReadOnlyList<OffsetRange> EmptyRanges => empty.Ranges;

        public IReadOnlyList<OffsetRange> GoneRanges => gone.Ranges;

        public void Empty(OffsetRange seen)
        {
            empty.AddAll(InsideHoles(seen));
            ReadTo = seen.To;
        }

        public void Gone(OffsetRange seen)
        {
            gone.AddAll(InsideHoles(seen));
            ReadTo = seen.To;
        }

        public async Task RecordAsync(Record record, CancellationToken cancellationToken)
        {
            ReadTo = record.Offset + 1;
            if (!InsideHoles(new OffsetRange(record.Offset, record.Offset + 1)).Any())
                return;
            FoundAny = true;
            EncodedRecord encoded = RecordEncoding.Encode(record);
            if (encoded.Bytes.Length > ContainerLimits.MaximumRecordBytes)
            {
                await FlushAsync(cancellationToken);
                throw PartitionFaults.RecordTooLarge(partition, record.Offset, encoded.Bytes.Length);
            }

            found.Add(encoded);
            foundBytes += encoded.Bytes.Length;
            if (foundBytes >= ChunkParts.MaximumBytes)
                await FlushAsync(cancellationToken);
        }

        public async Task FlushAsync(CancellationToken cancellationToken)
        {
            if (found.Count > 0)
                await staging.StageAsync(partition, found, clock.GetUtcNow(), cancellationToken);
            found.Clear();
            foundBytes = 0;
        }

        // What is seen ascends, so holes that end before it are never looked at again.
        private IEnumerable<OffsetRange> InsideHoles(OffsetRange seen)
        {
            while (firstHole < holes.Count && holes[firstHole].To <= seen.From)
                firstHole++;
            for (int i = firstHole; i < holes.Count && holes[i].From < seen.To; i++)
                yield return new OffsetRange(Math.Max(holes[i].From, seen.From), Math.Min(holes[i].To, seen.To));
        }
    }
}
