using KafkaStore.Restoring.Journals;

namespace KafkaStore.Restoring;

/// <summary>What a restore came to, with all its runs.</summary>
/// <param name="Partitions">Of the plan, in its order.</param>
/// <param name="Resumed">An earlier run had begun it.</param>
/// <param name="Checkpoint">The last one.</param>
public sealed record RestoreReport(IReadOnlyList<RestoredPartition> Partitions, bool Resumed, RestoreCheckpoint Checkpoint)
{
    public long Records => Partitions.Sum(partition => partition.Records);

    /// <summary>Of keys, values and headers.</summary>
    public long Bytes => Partitions.Sum(partition => partition.Bytes);
}

/// <summary>One partition that is restored.</summary>
/// <param name="Target">Where its records are now.</param>
/// <param name="Offsets">Which offsets they have there.</param>
/// <param name="Bytes">Of their keys, values and headers.</param>
/// <param name="Found">How many an interrupted run was found to have written behind its last checkpoint.</param>
public sealed record RestoredPartition(
    TopicPartition Source,
    TopicPartition Target,
    OffsetRange Offsets,
    long Records,
    long Bytes,
    long Found
)
{
    internal static RestoredPartition Of(PartitionProgress partition)
    {
        PartitionCheckpoint end = partition.ToCheckpoint();
        return new RestoredPartition(
            end.Source,
            end.Target,
            new OffsetRange(end.TargetFirst, end.TargetNext),
            end.Records,
            end.Bytes,
            partition.Found
        );
    }
}
