namespace KafkaStore.Segments;

/// <summary>
/// The running figures of a segment that has not ended, and the two questions a policy asks: before a record is
/// appended whether it still belongs here, and after it whether it was the last.
/// </summary>
public struct OpenSegment
{
    /// <summary>Number of records.</summary>
    public long Records { get; private set; }

    /// <summary>Sum of the records' encoded sizes.</summary>
    public long Bytes { get; private set; }

    /// <summary>t0: the first timestamp that is not negative, in Unix milliseconds; null while there is none.</summary>
    public long? FirstTimestamp { get; private set; }

    /// <summary>Null while there is no record; records without a timestamp count as they are (negative).</summary>
    public long? SmallestTimestamp { get; private set; }

    public long? LargestTimestamp { get; private set; }

    public readonly bool IsEmpty => Records == 0;

    /// <summary>A record of that timestamp starts the next segment; this one then ends for <see cref="RollReason.Age"/>.</summary>
    public readonly bool EndsBefore(long timestamp, SegmentPolicy policy) => policy.EndsBefore(FirstTimestamp, timestamp);

    /// <summary>Appends a record; the reason when it was the segment's last.</summary>
    public RollReason? Append(long timestamp, int encodedBytes, SegmentPolicy policy)
    {
        Records++;
        Bytes += encodedBytes;
        if (timestamp >= 0)
            FirstTimestamp ??= timestamp;
        SmallestTimestamp = SmallestTimestamp is { } smallest ? Math.Min(smallest, timestamp) : timestamp;
        LargestTimestamp = LargestTimestamp is { } largest ? Math.Max(largest, timestamp) : timestamp;
        return policy.EndsWith(Records, Bytes);
    }
}
