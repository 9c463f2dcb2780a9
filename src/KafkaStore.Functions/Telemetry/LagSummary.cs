namespace KafkaStore.Functions.Telemetry;

/// <summary>
/// One line a minute over all partitions, for whoever reads logs; the alerts ask <see cref="PartitionGauges"/>.
/// </summary>
internal static class LagSummary
{
    /// <summary>Writes nothing where the broker told of no partition.</summary>
    public static void Write(IReadOnlyList<PartitionFigures> partitions, ILogger logger)
    {
        if (partitions.Count == 0)
            return;
        PartitionFigures furthest = partitions.MaxBy(each => each.ArchiveLag);
        PartitionFigures oldest = partitions.MaxBy(each => each.StagedAge);
        Log.LagSummary(
            logger,
            partitions.Count,
            partitions.Sum(each => each.ArchiveLag),
            furthest.ArchiveLag > 0 ? furthest.Partition.ToString() : "none",
            partitions.Sum(each => each.AcceptLag),
            (long)oldest.StagedAge.TotalSeconds,
            oldest.StagedAge > TimeSpan.Zero ? oldest.Partition.ToString() : "none"
        );
    }
}
