namespace KafkaStore.Estimating;

/// <summary>Where the records of a timeline end segments, by the rules of the policy.</summary>
/// <param name="bytesOf">How large an object of so many encoded bytes is.</param>
/// <param name="safetyWindow">How long past its age a segment stays open where nothing comes.</param>
internal sealed class SegmentForecast(Timeline timeline, SegmentPolicy policy, TimeSpan safetyWindow, Func<double, double> bytesOf)
{
    // Of more than these the first ones say what the others are.
    private const int MostSteps = 50_000;

    private readonly ObjectSizes objects = new();
    private double staged; // encoded bytes times milliseconds

    /// <summary>Objects for the records asked for.</summary>
    public ObjectSizes Objects { get; } = new();

    /// <summary>Records of what is open at the end.</summary>
    public double OpenRecords { get; private set; }

    public double OpenBytes { get; private set; }

    /// <summary>The most encoded bytes that are open at a time.</summary>
    public double MostOpenBytes { get; private set; }

    /// <summary>The longest that a record waits for its object, by their timestamps.</summary>
    public TimeSpan LongestOpen { get; private set; }

    /// <summary>Encoded bytes that are open on average.</summary>
    public double MeanOpenBytes { get; private set; }

    /// <param name="records">From the first on; of a timeline that goes on as many as are wanted.</param>
    public SegmentForecast Over(double records)
    {
        double at = 0;
        for (int step = 0; at < records && step < MostSteps; step++)
        {
            (double next, RollReason? reason) = End(at);
            if (reason is not { } ended)
            {
                Stays(at, timeline.Records, double.PositiveInfinity);
                OpenRecords = records - at;
                OpenBytes = timeline.BytesBefore(timeline.Records) - timeline.BytesBefore(at);
                break;
            }

            Stays(at, next, ended == RollReason.Age ? timeline.TimeOf(next) : timeline.TimeOf(next - 1));
            objects.Add(ended, bytesOf(timeline.BytesBefore(next) - timeline.BytesBefore(at)));
            at = next;
        }

        // A timeline that goes on is asked for a time, whose end lies within a segment; of one that does not many steps may be left.
        bool isPart = timeline.GoesOn || (OpenRecords == 0 && at < records);
        Objects.Add(objects, isPart && at > 0 ? records / at : 1);
        double passed = at > 0 && timeline.GoesOn ? timeline.TimeOf(at) - timeline.FirstTime : 0;
        MeanOpenBytes = passed > 0 ? staged / passed : MostOpenBytes / 2;
        return this;
    }

    // The record that begins the next segment, and why; beyond the last where nothing ends this one.
    private (double Next, RollReason? Reason) End(double at)
    {
        double bySize = Math.Max(at + 1, timeline.FirstBehind(timeline.BytesBefore(at) + policy.MaximumBytes));
        double byCount = policy.MaximumRecords is { } most ? at + most : double.PositiveInfinity;
        double byAge = Math.Max(at + 1, timeline.FirstAt(timeline.TimeOf(at) + policy.MaximumAgeMilliseconds));
        double last = timeline.GoesOn ? double.PositiveInfinity : timeline.Records;
        if (byAge < Math.Min(last, Math.Min(bySize, byCount)))
            return (byAge, RollReason.Age);
        if (bySize <= Math.Min(byCount, last))
            return (bySize, RollReason.Size);
        return byCount <= last ? (byCount, RollReason.Count) : (last, null);
    }

    private void Stays(double from, double to, double closed)
    {
        double bytes = timeline.BytesBefore(to) - timeline.BytesBefore(from);
        double first = timeline.TimeOf(from);
        double idle = policy.MaximumAgeMilliseconds + safetyWindow.TotalMilliseconds;
        double open = Math.Min(Math.Max(0, closed - first), idle);
        MostOpenBytes = Math.Max(MostOpenBytes, bytes);
        double longest = Math.Min(open, TimeSpan.MaxValue.TotalMilliseconds / 2);
        LongestOpen = longest > LongestOpen.TotalMilliseconds ? TimeSpan.FromMilliseconds(longest) : LongestOpen;

        // Its records came evenly until the last of them, and waited from then on.
        double filling = Math.Min(open, Math.Max(0, timeline.TimeOf(to - 1) - first));
        staged += bytes * ((filling / 2) + (open - filling));
    }
}
