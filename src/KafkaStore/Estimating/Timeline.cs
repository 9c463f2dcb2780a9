namespace KafkaStore.Estimating;

/// <summary>
/// When a partition's records come and how large they are, as a line through those that were read. It may go on for ever by beginning
/// again where it ends.
/// </summary>
internal sealed class Timeline
{
    private readonly Knot[] knots;
    private readonly double period;

    private Timeline(Knot[] knots, double records, double bytes, double period)
    {
        this.knots = knots;
        this.period = period;
        Records = records;
        Bytes = bytes;
    }

    /// <summary>Those that were read and those between them.</summary>
    public double Records { get; }

    /// <summary>Encoded, of all of these.</summary>
    public double Bytes { get; }

    public double FirstTime => knots[0].Time;

    public double LastTime => knots[^1].Time;

    public bool GoesOn => !double.IsPositiveInfinity(period);

    /// <summary>Null where no record has a time.</summary>
    /// <param name="windows">Ascending. Between two of them offsets are taken to hold as much as theirs do on average.</param>
    /// <param name="end">Of the partition, exclusive; what lies behind the last window is taken to be like that.</param>
    public static Timeline? Of(IReadOnlyList<WindowSample> windows, long end)
    {
        var knots = new List<Knot>();
        double records = 0;
        double bytes = 0;
        for (int i = 0; i < windows.Count; i++)
        {
            WindowSample window = windows[i];
            if (i > 0)
            {
                WindowSample before = windows[i - 1];
                double gap = Math.Round((window.Offsets.From - before.Offsets.To) * (before.Density + window.Density) / 2);
                records += gap;
                bytes += gap * Mean(before.BytesOfARecord, window.BytesOfARecord);
            }

            foreach (Knot knot in window.Course)
            {
                double time = knots.Count == 0 ? knot.Time : Math.Max(knot.Time, knots[^1].Time);
                knots.Add(new Knot(records + knot.Record, bytes + knot.Bytes, time));
            }

            records += window.Records;
            bytes += window.Bytes;
        }

        if (knots.Count == 0)
            return null;
        double behind = Math.Round((end - windows[^1].Offsets.To) * windows[^1].Density);
        if (behind >= 1)
        {
            double each = records > 1 ? (knots[^1].Time - knots[0].Time) / (records - 1) : 0;
            records += behind;
            bytes += behind * windows[^1].BytesOfARecord;
            knots.Add(new Knot(records - 1, bytes - windows[^1].BytesOfARecord, knots[^1].Time + (behind * each)));
        }

        return new Timeline([.. knots], records, bytes, double.PositiveInfinity);
    }

    /// <summary>The same again and again.</summary>
    /// <param name="every">After so many milliseconds; above 0.</param>
    public Timeline Repeated(double every) => new(knots, Records, Bytes, every);

    /// <summary>Of a record, which may lie beyond the last: then it is in a repetition, or never comes.</summary>
    public double TimeOf(double record)
    {
        double turn = Math.Floor(record / Records);
        if (turn > 0 && !GoesOn)
            return double.PositiveInfinity;
        return TimeWithin(record - (turn * Records)) + (turn > 0 ? turn * period : 0);
    }

    /// <summary>Encoded bytes of all records before one.</summary>
    public double BytesBefore(double record)
    {
        double turn = Math.Floor(record / Records);
        return (turn * Bytes) + BytesWithin(record - (turn * Records));
    }

    /// <summary>The first record that comes at this time or later; beyond the last where none does.</summary>
    public double FirstAt(double time)
    {
        double turn = GoesOn ? Math.Max(0, Math.Floor((time - FirstTime) / period)) : 0;
        double within = time - (turn > 0 ? turn * period : 0);
        int next = Search(knot => knot.Time, within);
        double record =
            next == knots.Length ? Records
            : next == 0 ? 0
            : Math.Ceiling(Between(knots[next - 1].Time, knots[next].Time, knots[next - 1].Record, knots[next].Record, within) - 1e-6);
        return (turn * Records) + record;
    }

    /// <summary>The first record before which there are so many bytes; beyond the last where there are fewer.</summary>
    public double FirstBehind(double bytes)
    {
        double turn = Math.Floor(bytes / Bytes);
        if (turn > 0 && !GoesOn)
            return bytes <= Bytes ? Records : Records + 1;
        double within = bytes - (turn * Bytes);
        int next = Search(knot => knot.Bytes, within);
        Knot before = next == 0 ? new Knot(0, 0, 0) : knots[next - 1];
        (double record, double total) = next == knots.Length ? (Records, Bytes) : (knots[next].Record, knots[next].Bytes);
        return (turn * Records) + Math.Ceiling(Between(before.Bytes, total, before.Record, record, within) - 1e-6);
    }

    private double TimeWithin(double record)
    {
        int next = Search(knot => knot.Record, record);
        if (next == 0)
            return knots[0].Time;
        if (next == knots.Length)
            return knots[^1].Time;
        return Between(knots[next - 1].Record, knots[next].Record, knots[next - 1].Time, knots[next].Time, record);
    }

    private double BytesWithin(double record)
    {
        int next = Search(knot => knot.Record, record);
        Knot before = next == 0 ? new Knot(0, 0, 0) : knots[next - 1];
        return next == knots.Length
            ? Between(before.Record, Records, before.Bytes, Bytes, record)
            : Between(before.Record, knots[next].Record, before.Bytes, knots[next].Bytes, record);
    }

    // The first knot that is not below; their number where all are.
    private int Search(Func<Knot, double> of, double value)
    {
        int low = 0;
        int high = knots.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (of(knots[middle]) < value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static double Between(double from, double to, double valueFrom, double valueTo, double at) =>
        to <= from ? valueTo : valueFrom + ((valueTo - valueFrom) * (at - from) / (to - from));

    private static double Mean(double left, double right) =>
        left == 0 ? right
        : right == 0 ? left
        : (left + right) / 2;
}
