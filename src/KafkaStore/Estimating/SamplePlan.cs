namespace KafkaStore.Estimating;

/// <summary>
/// Which offsets are read: of a partition that is not read whole windows at equal distances, the first at its beginning and the last at
/// its end, so that busy and quiet times are both seen.
/// </summary>
/// <param name="Bounds">What the broker has.</param>
/// <param name="Windows">Ascending and apart; none of an empty partition.</param>
public sealed record SamplePlan(Broker.LogBounds Bounds, IReadOnlyList<OffsetRange> Windows)
{
    // Of fewer records a window says little of how well they compress together; more windows are more questions to the broker.
    private const long RecordsOfAWindow = 500;
    private const int MostWindows = 16;

    /// <summary>A window ends with the record that brings its encoded bytes to this; null for no limit.</summary>
    public long? MostBytesOfAWindow { get; private init; }

    /// <summary>Every record of it is read, if they have no more bytes than the limit.</summary>
    public bool IsWhole => Windows is [var only] && only == new OffsetRange(Bounds.Start, Bounds.End);

    public bool IsEmpty => Windows.Count == 0;

    /// <summary>Offsets in its windows.</summary>
    public long Offsets => Windows.Sum(window => window.To - window.From);

    /// <summary>A plan for each partition, in their order.</summary>
    public static IReadOnlyList<SamplePlan> Of(IReadOnlyList<Broker.LogBounds> bounds, SampleSize size)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        ArgumentNullException.ThrowIfNull(size);
        long[] extents = [.. bounds.Select(partition => Math.Max(0, partition.End - partition.Start))];
        long[] quotas =
            size.Records is { } records ? Shares(extents, records)
            : size.Share is { } share ? [.. extents.Select(extent => (long)Math.Ceiling(extent * share))]
            : extents;
        SamplePlan[] plans = [.. bounds.Zip(quotas, (partition, quota) => Of(partition, quota))];
        int windows = plans.Sum(plan => plan.Windows.Count);
        return size.MostBytes is { } bytes && windows > 0
            ?
            [
                .. plans.Select(plan =>
                    plan with
                    {
                        MostBytesOfAWindow = Math.Max(
                            1,
                            bytes * plan.Offsets / Math.Max(1, plans.Sum(each => each.Offsets)) / Math.Max(1, plan.Windows.Count)
                        ),
                    }
                ),
            ]
            : plans;
    }

    /// <summary>Windows of so many offsets together, without a limit of bytes.</summary>
    /// <param name="offsets">Fewer than there are, and at least 1.</param>
    internal SamplePlan Shortened(long offsets) => Of(Bounds, offsets);

    // Alike for all, but what the small ones do not need goes to the others.
    private static long[] Shares(long[] extents, long records)
    {
        long[] shares = new long[extents.Length];
        int left = extents.Length;
        foreach (int i in Enumerable.Range(0, extents.Length).OrderBy(i => extents[i]))
        {
            shares[i] = extents[i] == 0 ? 0 : Math.Min(extents[i], Math.Max(1, records / left));
            records = Math.Max(0, records - shares[i]);
            left--;
        }

        return shares;
    }

    private static SamplePlan Of(Broker.LogBounds bounds, long quota)
    {
        long extent = bounds.End - bounds.Start;
        if (extent <= 0)
            return new SamplePlan(bounds, []);
        if (quota >= extent)
            return new SamplePlan(bounds, [new OffsetRange(bounds.Start, bounds.End)]);
        int count = (int)Math.Clamp(quota / RecordsOfAWindow, Math.Min(2, quota), MostWindows);
        long length = quota / count;
        return new SamplePlan(bounds, [.. Enumerable.Range(0, count).Select(i => Window(bounds.Start, extent, length, i, count))]);
    }

    private static OffsetRange Window(long start, long extent, long length, int index, int count)
    {
        long from = count == 1 ? start : start + (long)((Int128)(extent - length) * index / (count - 1));
        return new OffsetRange(from, from + length);
    }
}
