namespace KafkaStore.Cli.CommandLine.Parsing;

/// <summary>What was said of a range; what was not is null.</summary>
internal record RangeBounds
{
    /// <summary>Inclusive.</summary>
    public long? FromOffset { get; init; }

    /// <summary>Exclusive.</summary>
    public long? ToOffset { get; init; }

    /// <summary>Inclusive, in Unix milliseconds.</summary>
    public long? FromTime { get; init; }

    /// <summary>Exclusive, in Unix milliseconds.</summary>
    public long? ToTime { get; init; }

    /// <summary>The range, as wide as can be where nothing was said.</summary>
    public RecordRange Of(TopicPartition partition) =>
        new(partition)
        {
            FromOffset = FromOffset ?? 0,
            ToOffset = ToOffset ?? long.MaxValue,
            FromTime = FromTime ?? long.MinValue,
            ToTime = ToTime ?? long.MaxValue,
        };
}
