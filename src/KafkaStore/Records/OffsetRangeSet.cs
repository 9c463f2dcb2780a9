namespace KafkaStore.Records;

/// <summary>A set of offsets, kept as sorted ranges that neither touch nor overlap.</summary>
public sealed class OffsetRangeSet
{
    private readonly List<OffsetRange> ranges = [];

    public IReadOnlyList<OffsetRange> Ranges => ranges;

    public void Add(OffsetRange range)
    {
        if (range.IsEmpty)
            return;
        int first = FirstEndingAtOrAfter(range.From);
        int after = first;
        while (after < ranges.Count && ranges[after].From <= range.To)
        {
            range = new OffsetRange(Math.Min(range.From, ranges[after].From), Math.Max(range.To, ranges[after].To));
            after++;
        }

        ranges.RemoveRange(first, after - first);
        ranges.Insert(first, range);
    }

    public void AddAll(IEnumerable<OffsetRange> others)
    {
        foreach (OffsetRange range in others)
            Add(range);
    }

    /// <summary>The parts of <paramref name="whole"/> that are not in the set, ascending.</summary>
    public IReadOnlyList<OffsetRange> Missing(OffsetRange whole)
    {
        var missing = new List<OffsetRange>();
        long at = whole.From;
        for (int i = FirstEndingAtOrAfter(whole.From); i < ranges.Count && ranges[i].From < whole.To; i++)
        {
            if (ranges[i].From > at)
                missing.Add(new OffsetRange(at, ranges[i].From));
            at = Math.Max(at, ranges[i].To);
        }

        if (at < whole.To)
            missing.Add(new OffsetRange(at, whole.To));
        return missing;
    }

    /// <summary>The first offset at or after this one that is not in the set.</summary>
    public long EndOfRunFrom(long offset)
    {
        int i = FirstEndingAtOrAfter(offset);
        return i < ranges.Count && ranges[i].From <= offset ? ranges[i].To : offset;
    }

    private int FirstEndingAtOrAfter(long offset)
    {
        int low = 0;
        int high = ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ranges[middle].To < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
