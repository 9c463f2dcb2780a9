namespace KafkaStore.Estimating;

/// <summary>Notes when records came while they are read: all of a few, of many every second, fourth, and so on.</summary>
/// <param name="most">Kept at most; even, and at least 4.</param>
internal sealed class Course(int most)
{
    private readonly List<Knot> knots = [];
    private long records;
    private long bytes;
    private long stride = 1;
    private double latest = double.NegativeInfinity;
    private Knot last;

    /// <summary>The last record among them.</summary>
    public IReadOnlyList<Knot> Knots => knots.Count == 0 || knots[^1] == last ? knots : [.. knots, last];

    /// <param name="timestamp">Unix milliseconds; negative for none.</param>
    /// <param name="encodedBytes">Of the record.</param>
    public void Add(long timestamp, int encodedBytes)
    {
        if (timestamp >= 0)
            latest = Math.Max(latest, timestamp);
        if (latest >= 0)
        {
            last = new Knot(records, bytes, latest);
            if (records % stride == 0)
                Keep();
        }

        records++;
        bytes += encodedBytes;
    }

    private void Keep()
    {
        knots.Add(last);
        if (knots.Count < most)
            return;
        stride *= 2;
        Knot first = knots[0];
        knots.RemoveAll(knot => knot.Record % stride != 0 && knot != first);
    }
}
