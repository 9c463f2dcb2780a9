using System.Collections.Concurrent;

namespace KafkaStore.Staging.Trust;

/// <summary>
/// What this process itself has heard of the brokers, for an archiver without a staging key: how far each partition's log reaches,
/// and which offsets hold nothing. What else lies in staging may be anybody's.
/// </summary>
internal sealed class Witnessed
{
    // What is dropped is asked about again.
    private const int MostRanges = 100_000;

    private readonly ConcurrentDictionary<TopicPartition, Seen> seen = new();

    /// <summary>The read-committed end was at least there.</summary>
    public void Reached(TopicPartition partition, long end)
    {
        Seen of = Of(partition);
        lock (of)
            of.End = Math.Max(of.End, end);
    }

    /// <summary>These hold no record; so the log reaches past them.</summary>
    public void Empty(TopicPartition partition, IEnumerable<OffsetRange> ranges)
    {
        Seen of = Of(partition);
        lock (of)
        {
            foreach (OffsetRange range in ranges)
            {
                of.Nothing.Add(range);
                of.End = Math.Max(of.End, range.To);
            }

            if (of.Nothing.Ranges.Count > MostRanges)
                of.Nothing = new OffsetRangeSet();
        }
    }

    /// <summary>The highest end that was seen; 0 where none was.</summary>
    public long EndOf(TopicPartition partition)
    {
        Seen of = Of(partition);
        lock (of)
            return of.End;
    }

    /// <summary>Which of these ranges are known to hold nothing, and which are not.</summary>
    public (IReadOnlyList<OffsetRange> Known, IReadOnlyList<OffsetRange> Claimed) Divide(
        TopicPartition partition,
        IReadOnlyList<OffsetRange> ranges
    )
    {
        Seen of = Of(partition);
        var known = new List<OffsetRange>();
        var claimed = new List<OffsetRange>();
        lock (of)
        {
            foreach (OffsetRange range in ranges)
            {
                var missing = new OffsetRangeSet();
                missing.AddAll(of.Nothing.Missing(range));
                claimed.AddRange(missing.Ranges);
                known.AddRange(missing.Missing(range));
            }
        }

        return (known, claimed);
    }

    /// <summary>Nothing below it matters any more.</summary>
    public void Forget(TopicPartition partition, long below)
    {
        Seen of = Of(partition);
        lock (of)
        {
            var rest = new OffsetRangeSet();
            rest.AddAll(of.Nothing.Ranges.Select(range => new OffsetRange(Math.Max(range.From, below), range.To)));
            of.Nothing = rest;
        }
    }

    private Seen Of(TopicPartition partition) => seen.GetOrAdd(partition, _ => new Seen());

    private sealed class Seen
    {
        public long End { get; set; }

        public OffsetRangeSet Nothing { get; set; } = new();
    }
}
