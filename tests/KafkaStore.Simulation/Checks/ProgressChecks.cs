using KafkaStore.Archiving;

namespace KafkaStore.Simulation.Checks;

/// <summary>What is said to be accepted or archived is; nothing faults without a reason; in the end everything is archived.</summary>
internal sealed class ProgressChecks(Simulation simulation)
{
    public void OffsetCommitted(Fetched fetched)
    {
        SimulatedPartition truth = fetched.Partition;
        for (long offset = fetched.From; offset < fetched.To; offset++)
        {
            SimulatedPartition.Slot slot = truth[offset];
            if (slot.Record is not null && !slot.EverKept && !slot.Archived && !IsExcused(truth, offset))
            {
                simulation.World.Fail(
                    "a committed offset is durably accepted",
                    $"{truth.Partition} committed {fetched.To}, offset {offset} is nowhere"
                );
            }
        }

        if (truth is { Topic: { Number: 0, IsFormer: false }, Start: null })
            simulation.World.Fail("a partition's start is fixed before its first chunk", truth.Partition.ToString());
        if (!fetched.IsLate)
            truth.CommittedHigh = Math.Max(truth.CommittedHigh, fetched.To);
    }

    public void ArchiveLagCommitted(TopicPartition partition, long next)
    {
        if (simulation.Log.Find(partition) is { } truth && FirstMissing(truth, next) is { } missing)
            simulation.World.Fail("archive lag is never understated", $"{partition} says {next}, offset {missing} is not archived");
    }

    private bool IsExcused(SimulatedPartition truth, long offset) =>
        offset < truth.Start || (simulation.Scenario.Losses > 0 && offset < truth.LogStart);

    public void Faulted(string fault)
    {
        if (!fault.Contains(Operator.Reason, StringComparison.Ordinal))
            simulation.World.Fail("no partition faults without a reason", fault);
    }

    /// <param name="standing">The fault that stood when the run began, if any.</param>
    /// <param name="fault">What the run told of; null for none.</param>
    public void Sealed(TopicPartition partition, int? standing, PartitionFault? fault)
    {
        if (standing is not null && fault is null && simulation.Operator.Standing(partition) == standing)
            simulation.World.Fail("a faulted partition seals nothing, whatever was restarted", partition.ToString());
    }

    /// <summary>The first partition that is not archived to its end, and where; null when all are that the brokers have.</summary>
    /// <param name="sound">Only of partitions with which nothing is wrong.</param>
    public (TopicPartition Partition, long Offset)? FirstMissing(bool sound = false)
    {
        foreach (SimulatedPartition partition in simulation.Log.Current?.Partitions.Values.ToArray() ?? [])
        {
            if (sound && IsSick(partition))
                continue;
            if (FirstMissing(partition, partition.VisibleEnd) is { } missing)
                return (partition.Name ?? partition.Partition, missing);
        }

        return null;
    }

    private bool IsSick(SimulatedPartition partition) =>
        partition.Sickness is not null || (partition.Name is { } name && simulation.Operator.Standing(name) is not null);

    private static long? FirstMissing(SimulatedPartition partition, long to)
    {
        for (long offset = Math.Max(partition.Start ?? partition.FirstOffset, partition.FirstOffset); offset < to; offset++)
        {
            if (partition.Has(offset) && partition[offset] is { Record: not null, Archived: false, NotedLost: false })
                return offset;
        }

        return null;
    }
}
