namespace KafkaStore.Tests.Segments;

/// <summary>Applies a policy to records given as timestamps and sizes, the way sealing does.</summary>
internal static class SegmentCutter
{
    public static (List<(int Records, RollReason Reason)> Ended, OpenSegment Open) Cut(
        SegmentPolicy policy,
        params (long Timestamp, int Bytes)[] records
    )
    {
        var ended = new List<(int, RollReason)>();
        var open = new OpenSegment();
        foreach ((long timestamp, int bytes) in records)
        {
            if (open.EndsBefore(timestamp, policy))
            {
                ended.Add(((int)open.Records, RollReason.Age));
                open = new OpenSegment();
            }

            if (open.Append(timestamp, bytes, policy) is { } reason)
            {
                ended.Add(((int)open.Records, reason));
                open = new OpenSegment();
            }
        }

        return (ended, open);
    }

    public static (List<(int Records, RollReason Reason)> Ended, OpenSegment Open) CutByTime(
        SegmentPolicy policy,
        params long[] timestamps
    ) => Cut(policy, [.. timestamps.Select(timestamp => (timestamp, 1))]);
}
