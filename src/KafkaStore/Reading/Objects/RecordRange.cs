namespace KafkaStore.Reading.Objects;

/// <summary>Which records of a partition are wanted: those that are in the offset range and in the time range.</summary>
/// <param name="Partition">Of what.</param>
public sealed record RecordRange(TopicPartition Partition)
{
    /// <summary>First offset, inclusive. Default: 0.</summary>
    public long FromOffset { get; init; }

    /// <summary>Exclusive. Default: no end.</summary>
    public long ToOffset { get; init; } = long.MaxValue;

    /// <summary>Unix milliseconds, inclusive. Default: no bound, which takes records without a timestamp (-1) too.</summary>
    public long FromTime { get; init; } = long.MinValue;

    /// <summary>Unix milliseconds, exclusive. Default: no bound.</summary>
    public long ToTime { get; init; } = long.MaxValue;

    public bool IsEmpty => FromOffset >= ToOffset || (FromTime >= ToTime && ToTime < long.MaxValue);

    /// <summary>It has a bound in time, so that objects between wanted ones may have nothing wanted.</summary>
    public bool HasTimes => FromTime > long.MinValue || ToTime < long.MaxValue;

    public bool Includes(Record record) => Includes(record.Offset, record.Timestamp);

    public bool Includes(long offset, long timestamp) =>
        offset >= FromOffset && offset < ToOffset && timestamp >= FromTime && (timestamp < ToTime || ToTime == long.MaxValue);

    /// <summary>Whether some of what has these timestamps may be wanted. Bounds are inclusive.</summary>
    public bool MayInclude(long smallestTimestamp, long largestTimestamp) =>
        largestTimestamp >= FromTime && (smallestTimestamp < ToTime || ToTime == long.MaxValue);

    /// <summary>Whether some of an object's records may be wanted.</summary>
    public bool MayInclude(ContainerFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Name.BaseOffset < ToOffset
            && facts.NextOffset > FromOffset
            && (facts is not { SmallestTimestamp: { } smallest, LargestTimestamp: { } largest } || MayInclude(smallest, largest));
    }

    /// <summary>Whether all records of a block are wanted.</summary>
    /// <param name="nextOffset">Past its last record.</param>
    public bool IncludesAll(BlockEntry block, long nextOffset) =>
        block.FirstOffset >= FromOffset
        && nextOffset <= ToOffset
        && block.SmallestTimestamp >= FromTime
        && (block.LargestTimestamp < ToTime || ToTime == long.MaxValue);
}
