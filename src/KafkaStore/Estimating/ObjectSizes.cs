namespace KafkaStore.Estimating;

/// <summary>How many objects there are, how large together, and how large the middle one is; a few numbers however many there are.</summary>
public sealed class ObjectSizes
{
    // 32 sizes for each doubling, so that a size read back is true to some two per cent.
    private const int StepsOfADoubling = 32;

    private readonly SortedDictionary<int, double> steps = [];
    private readonly SortedDictionary<RollReason, double> reasons = [];

    public double Count { get; private set; }

    public double Bytes { get; private set; }

    /// <summary>How many end for which reason.</summary>
    public IReadOnlyDictionary<RollReason, double> Reasons => reasons;

    /// <summary>Half of the objects are no larger, in bytes; 0 where there are none.</summary>
    public double Median
    {
        get
        {
            double below = 0;
            foreach ((int step, double count) in steps)
            {
                below += count;
                if (below >= Count / 2)
                    return Math.Pow(2, (double)step / StepsOfADoubling);
            }

            return 0;
        }
    }

    /// <param name="reason">Why they end.</param>
    /// <param name="bytes">Of one.</param>
    /// <param name="count">How many are like it; a part of one where that is less than one.</param>
    public void Add(RollReason reason, double bytes, double count = 1)
    {
        Count += count;
        Bytes += bytes * count;
        reasons[reason] = reasons.GetValueOrDefault(reason) + count;
        int step = (int)Math.Round(Math.Log2(Math.Max(1, bytes)) * StepsOfADoubling);
        steps[step] = steps.GetValueOrDefault(step) + count;
    }

    /// <summary>Adds all of another's.</summary>
    /// <param name="times">Each so often.</param>
    public void Add(ObjectSizes other, double times = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        Count += other.Count * times;
        Bytes += other.Bytes * times;
        foreach ((RollReason reason, double count) in other.reasons)
            reasons[reason] = reasons.GetValueOrDefault(reason) + (count * times);
        foreach ((int step, double count) in other.steps)
            steps[step] = steps.GetValueOrDefault(step) + (count * times);
    }
}
