using System.Collections.Concurrent;
using KafkaStore.Naming;
using KafkaStore.Segments;

namespace KafkaStore.LocalHost.Timers;

/// <summary>Passes on all that is reported, and wakes what would otherwise wait for the next minute to see it.</summary>
internal sealed class WakingReport(IArchiverReport report) : IArchiverReport
{
    private readonly ConcurrentDictionary<TopicPartition, PartitionFault> faults = new();

    /// <summary>Called when the archive has another object of a partition.</summary>
    public Action<TopicPartition>? Sealed { get; set; }

    /// <summary>Called when a partition was faulted, and not for the same reason before.</summary>
    public Action? Stopped { get; set; }

    public void Recreated(TopicGeneration next, string former, string given) => report.Recreated(next, former, given);

    public void Unattributed(ChunkName chunk) => report.Unattributed(chunk);

    public void Attributed(ChunkName chunk, TopicGeneration generation) => report.Attributed(chunk, generation);

    public void RecordsLost(TopicPartition partition, OffsetRange range) => report.RecordsLost(partition, range);

    public void ChunkDamaged(ChunkName chunk) => report.ChunkDamaged(chunk);

    public void Archived(SegmentFacts facts, long length)
    {
        report.Archived(facts, length);
        Sealed?.Invoke(facts.Container.Name.Partition);
    }

    public void Adopted(ArchiveName name, long nextOffset)
    {
        report.Adopted(name, nextOffset);
        Sealed?.Invoke(name.Partition);
    }

    public void Faulted(TopicPartition partition, PartitionFault fault)
    {
        report.Faulted(partition, fault);
        if (faults.TryGetValue(partition, out PartitionFault? before) && before == fault)
            return; // every seal says it again
        faults[partition] = fault;
        Stopped?.Invoke();
    }
}
