namespace KafkaStore.Estimating;

/// <summary>What was read of a partition.</summary>
public sealed class PartitionSample
{
    internal PartitionSample(SamplePlan plan) => Plan = plan;

    public SamplePlan Plan { get; }

    public TopicPartition Partition => Plan.Bounds.Partition;

    /// <summary>Every record was read, so that its objects are those that archiving makes.</summary>
    public bool IsWhole => Plan.IsWhole;

    /// <summary>Offsets that are known of.</summary>
    public long Offsets => Windows.Sum(window => window.Offsets.To - window.Offsets.From);

    public long Records => Windows.Sum(window => window.Records);

    /// <summary>Encoded, before compression.</summary>
    public long RecordBytes => Windows.Sum(window => window.Bytes);

    /// <summary>Of the records that have one, Unix milliseconds; null where none has.</summary>
    public long? SmallestTimestamp { get; internal set; }

    public long? LargestTimestamp { get; internal set; }

    /// <summary>Objects that are complete within what was read; those of a whole partition are all of its own.</summary>
    public ObjectSizes Complete { get; } = new();

    /// <summary>Of a whole partition: what is open at its end.</summary>
    public PredictedObject? Open { get; internal set; }

    /// <summary>Offset of the first record that no archive can hold, which faults its partition; null for none.</summary>
    public long? TooLargeAt { get; internal set; }

    /// <summary>Bytes of containers made of what was read, complete or not, without their headers; of as many records.</summary>
    internal long BodyBytes { get; set; }

    /// <summary>The longest header of a container with one block.</summary>
    internal long HeaderBytes { get; set; }

    internal IList<WindowSample> Windows { get; } = [];
}
