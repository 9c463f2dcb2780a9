using KafkaStore.Broker;

namespace KafkaStore.Estimating;

/// <summary>What archiving makes of a partition.</summary>
/// <param name="Sample">What was read of it.</param>
public sealed record PartitionForecast(PartitionSample Sample)
{
    public TopicPartition Partition => Sample.Partition;

    /// <summary>What the broker has.</summary>
    public LogBounds Bounds => Sample.Plan.Bounds;

    /// <summary>That the broker has, counted where all were read.</summary>
    public double Records { get; init; }

    /// <summary>Encoded bytes of these, before compression.</summary>
    public double RecordBytes { get; init; }

    /// <summary>Objects of these that are complete; exact where all were read.</summary>
    public ObjectSizes Objects { get; init; } = new();

    /// <summary>Records of these for whose object more has to come.</summary>
    public double OpenRecords { get; init; }

    /// <summary>Null where nothing says how many records come in a month.</summary>
    public MonthForecast? Month { get; init; }
}
