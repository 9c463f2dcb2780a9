using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Journals;

/// <summary>How far a restore is for certain, as it is kept between runs.</summary>
/// <param name="Request">Fingerprint of what was asked for.</param>
/// <param name="OffsetMapBytes">How much of the offset map belongs to this checkpoint; what follows is dropped.</param>
/// <param name="Partitions">In the order in which they are restored.</param>
public sealed record RestoreCheckpoint(string Format, string Request, long OffsetMapBytes, IReadOnlyList<PartitionCheckpoint> Partitions)
{
    public const string CurrentFormat = "kafka-store restore 1";

    /// <summary>Everything was written, and every target partition was found to end behind it. Until then each run looks again.</summary>
    public bool EndsAreRight { get; init; }

    /// <summary>A comparison with the archive was begun and has not come out equal yet. Until then each run compares again.</summary>
    public bool MustBeCompared { get; init; }
}

/// <summary>How far one partition is.</summary>
/// <param name="Topic">Archived topic.</param>
/// <param name="Partition">Of it and of the target.</param>
/// <param name="TargetTopic">Where it goes.</param>
/// <param name="FromOffset">Of the range, inclusive.</param>
/// <param name="ToOffset">Exclusive; where the archive ended when the restore began, at most.</param>
/// <param name="FromTime">Unix milliseconds, inclusive.</param>
/// <param name="ToTime">Exclusive.</param>
/// <param name="TargetFirst">Where the target partition ended before the restore.</param>
/// <param name="SourceNext">All wanted archived records before it …</param>
/// <param name="TargetNext">… are in the target before it.</param>
/// <param name="Records">How many they are.</param>
/// <param name="Bytes">Of their keys, values and headers.</param>
/// <param name="IsDone">Nothing is left to do.</param>
/// <param name="OpenRun">The last run of the offset map, which may still grow.</param>
public sealed record PartitionCheckpoint(
    string Topic,
    int Partition,
    string TargetTopic,
    long FromOffset,
    long ToOffset,
    long FromTime,
    long ToTime,
    long TargetFirst,
    long SourceNext,
    long TargetNext,
    long Records,
    long Bytes,
    bool IsDone,
    OffsetRun? OpenRun
)
{
    internal TopicPartition Source => new(Topic, Partition);

    internal TopicPartition Target => new(TargetTopic, Partition);

    internal RecordRange Range =>
        new(Source)
        {
            FromOffset = FromOffset,
            ToOffset = ToOffset,
            FromTime = FromTime,
            ToTime = ToTime,
        };

    internal static PartitionCheckpoint Begin(RestorePartition partition, long targetEnd)
    {
        RecordRange range = partition.Range;
        return new PartitionCheckpoint(
            range.Partition.Topic,
            range.Partition.Partition,
            partition.Target.Topic,
            range.FromOffset,
            range.ToOffset,
            range.FromTime,
            range.ToTime,
            targetEnd,
            range.FromOffset,
            targetEnd,
            0,
            0,
            false,
            null
        );
    }
}

/// <summary>Consecutive archived offsets that have consecutive new ones.</summary>
/// <param name="NewFirst">In the target.</param>
public readonly record struct OffsetRun(long OldFirst, long NewFirst, long Count);
