using System.Collections.Concurrent;
using KafkaStore.Naming;
using KafkaStore.Segments;

namespace KafkaStore.LocalHost.Timers;

/// <summary>Wakes what would otherwise wait for the next minute to see it.</summary>
internal sealed class WakingReport(IArchiverReport report) : RelayedReport(report)
{
    private readonly ConcurrentDictionary<TopicPartition, PartitionFault> faults = new();

    /// <summary>Called when the archive has another object of a partition.</summary>
    public Action<TopicPartition>? Sealed { get; set; }

    /// <summary>Called when a partition was faulted, and not for the same reason before.</summary>
    public Action? Stopped { get; set; }

    public override void Archived(SegmentFacts facts, long length)
    {
        base.Archived(facts, length);
        Sealed?.Invoke(facts.Container.Name.Partition);
    }

    public override void Adopted(ArchiveName name, long nextOffset)
    {
        base.Adopted(name, nextOffset);
        Sealed?.Invoke(name.Partition);
    }

    public override void Faulted(TopicPartition partition, PartitionFault fault)
    {
        base.Faulted(partition, fault);
        if (faults.TryGetValue(partition, out PartitionFault? before) && before == fault)
            return; // every seal says it again
        faults[partition] = fault;
        Stopped?.Invoke();
    }
}
