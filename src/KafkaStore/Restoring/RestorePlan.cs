using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>What is to be put back where, partition by partition.</summary>
/// <param name="Partitions">By archived topic and partition.</param>
/// <param name="Topics">How many partitions each target topic needs.</param>
public sealed record RestorePlan(IReadOnlyList<RestorePartition> Partitions, IReadOnlyDictionary<string, int> Topics);
