using KafkaStore.Broker;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>Looks whether target partitions end behind what was written to them.</summary>
internal sealed class TargetEnds(TargetRecords records)
{
    /// <exception cref="RestoreException">One does not.</exception>
    public async Task EnsureAsync(IReadOnlyCollection<PartitionProgress> written, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await records.BoundsAsync(
            [.. written.Select(partition => partition.Target)],
            cancellationToken
        );
        foreach (PartitionProgress partition in written)
        {
            long end = bounds[partition.Target].End;
            if (end > partition.TargetNext)
                throw TargetFault.Foreign(partition.Target, partition.TargetNext);
            if (end < partition.TargetNext)
                throw TargetFault.Shorter(partition.Target, end, partition.TargetNext);
        }
    }
}
