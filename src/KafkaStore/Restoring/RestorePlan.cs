using KafkaStore.Reading.Objects;
using KafkaStore.Records;

namespace KafkaStore.Restoring;

/// <summary>What is to be put back where, partition by partition.</summary>
/// <param name="Partitions">By archived topic and partition.</param>
/// <param name="Topics">How many partitions each target topic needs.</param>
public sealed record RestorePlan(IReadOnlyList<RestorePartition> Partitions, IReadOnlyDictionary<string, int> Topics);

/// <summary>One partition of a plan.</summary>
/// <param name="Range">Which archived records.</param>
/// <param name="Target">Where they go.</param>
public sealed record RestorePartition(RecordRange Range, TopicPartition Target)
{
    public TopicPartition Source => Range.Partition;
}
