using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Plans;

/// <summary>What is to be put back where, partition by partition.</summary>
/// <param name="Partitions">By archived topic and partition.</param>
/// <param name="Topics">How many partitions each target topic needs.</param>
public sealed record RestorePlan(IReadOnlyList<RestorePartition> Partitions, IReadOnlyDictionary<string, int> Topics)
{
    /// <summary>What the archive has besides and whoever asked may not know of.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
