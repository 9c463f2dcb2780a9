using KafkaStore.Reading.Objects;

namespace KafkaStore.Restoring.Targets;

/// <summary>One partition of a plan.</summary>
/// <param name="Range">Which archived records.</param>
/// <param name="Target">Where they go.</param>
public sealed record RestorePartition(RecordRange Range, TopicPartition Target)
{
    public TopicPartition Source => Range.Partition;
}
