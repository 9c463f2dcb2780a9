using KafkaStore.Naming;
using KafkaStore.Segments;

namespace KafkaStore.LocalHost;

/// <summary>Passes on all that is reported; who wants to hear of something overrides that.</summary>
internal abstract class RelayedReport(IArchiverReport report) : IArchiverReport
{
    public virtual void RecordsLost(TopicPartition partition, OffsetRange range) => report.RecordsLost(partition, range);

    public virtual void ChunkDamaged(ChunkName chunk) => report.ChunkDamaged(chunk);

    public virtual void Recreated(TopicGeneration next, string former, string given) => report.Recreated(next, former, given);

    public virtual void Unattributed(ChunkName chunk) => report.Unattributed(chunk);

    public virtual void Attributed(ChunkName chunk, TopicGeneration generation) => report.Attributed(chunk, generation);

    public virtual void Archived(SegmentFacts facts, long length) => report.Archived(facts, length);

    public virtual void Adopted(ArchiveName name, long nextOffset) => report.Adopted(name, nextOffset);

    public virtual void Faulted(TopicPartition partition, PartitionFault fault) => report.Faulted(partition, fault);
}
