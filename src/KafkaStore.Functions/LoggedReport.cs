using KafkaStore.Catalog;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Mirroring;
using KafkaStore.Segments;

namespace KafkaStore.Functions;

/// <summary>Tells operators through the log, which is where both hosts' alerts look, and counts what it tells.</summary>
public sealed class LoggedReport(ILogger<LoggedReport> logger) : IArchiverReport, ICatalogReport, IMirrorReport
{
    public void RecordsLost(TopicPartition partition, OffsetRange range)
    {
        Metrics.Lost(partition, range);
        Log.RecordsLost(logger, partition.Topic, partition.Partition, range.ToString());
    }

    public void ChunkDamaged(ChunkName chunk)
    {
        Metrics.ChunkDamaged(chunk.Partition);
        Log.ChunkDamaged(logger, chunk.ToString());
    }

    public void Recreated(TopicGeneration next, string former, string given) =>
        Log.Recreated(logger, next.Topic, former, given, next.ToString());

    public void Unattributed(ChunkName chunk) => Log.Unattributed(logger, chunk.Count, chunk.ToString());

    public void Attributed(ChunkName chunk, TopicGeneration generation) => Log.Attributed(logger, chunk.ToString(), generation.ToString());

    public void Archived(SegmentFacts facts, long length)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Metrics.Archived(facts.Container.Name.Partition, facts.Container.Records, length, facts.Reason);
        Log.Archived(logger, facts.Container.Name.ToString(), facts.Container.Records, length, facts.NextOffset, facts.Reason.ToString());
    }

    public void Adopted(ArchiveName name, long nextOffset)
    {
        Metrics.Adopted(name.Partition);
        Log.Adopted(logger, name.ToString(), nextOffset);
    }

    public void Faulted(TopicPartition partition, PartitionFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Log.PartitionFaulted(logger, partition.Topic, partition.Partition, fault.Kind.ToString(), fault.Message);
    }

    public void MirrorBehind(string mirror, TopicPartition partition, long offsets) =>
        Log.MirrorBehind(logger, mirror, offsets, partition.Topic, partition.Partition);

    public void MirrorFailed(string mirror, string what, string reason)
    {
        Metrics.MirrorFailed(mirror);
        Log.MirrorFailed(logger, mirror, what, reason);
    }

    public void CatalogDiffers(CatalogDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        Log.CatalogDiffers(logger, difference.Name.ToString(), string.Join("; ", difference.Values));
    }

    public void CatalogUnavailable(string reason)
    {
        Metrics.CatalogFailed();
        Log.CatalogUnavailable(logger, reason);
    }

    public void CatalogAvailable() => Log.CatalogAvailable(logger);
}
