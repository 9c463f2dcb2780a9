using KafkaStore.Catalog.Keeping;

namespace KafkaStore.Tests.Support;

/// <summary>Keeps what operators would be told.</summary>
public sealed class RecordingReport : IArchiverReport, ICatalogReport, IMirrorReport
{
    public ConcurrentQueue<(TopicPartition Partition, OffsetRange Range)> Lost { get; } = [];

    public ConcurrentQueue<ChunkName> Damaged { get; } = [];

    /// <summary>Created, in their order.</summary>
    public ConcurrentQueue<ArchiveName> Created { get; } = [];

    /// <summary>Found to exist already, in their order.</summary>
    public ConcurrentQueue<ArchiveName> Existing { get; } = [];

    public ConcurrentQueue<PartitionFault> Faults { get; } = [];

    public ConcurrentQueue<(string Mirror, TopicPartition Partition, long Offsets)> Behind { get; } = [];

    public ConcurrentQueue<(string Mirror, string What, string Reason)> MirrorFailures { get; } = [];

    public ConcurrentQueue<CatalogDifference> Differences { get; } = [];

    /// <summary>What was said of the catalog, in its order; null is that it answers again.</summary>
    public ConcurrentQueue<string?> CatalogNews { get; } = [];

    public ConcurrentQueue<TopicGeneration> Generations { get; } = [];

    public ConcurrentQueue<ChunkName> UnattributedChunks { get; } = [];

    public void Recreated(TopicGeneration next, string former, string given) => Generations.Enqueue(next);

    public void Attributed(ChunkName chunk, TopicGeneration generation)
    {
        // Seen in the staging location.
    }

    public void Unattributed(ChunkName chunk) => UnattributedChunks.Enqueue(chunk);

    public void RecordsLost(TopicPartition partition, OffsetRange range) => Lost.Enqueue((partition, range));

    public void ChunkDamaged(ChunkName chunk) => Damaged.Enqueue(chunk);

    public void Archived(SegmentFacts facts, long length) => Created.Enqueue(facts.Container.Name);

    public void Adopted(ArchiveName name, long nextOffset) => Existing.Enqueue(name);

    public void Faulted(TopicPartition partition, PartitionFault fault) => Faults.Enqueue(fault);

    public void MirrorBehind(string mirror, TopicPartition partition, long offsets) => Behind.Enqueue((mirror, partition, offsets));

    public void MirrorFailed(string mirror, string what, string reason) => MirrorFailures.Enqueue((mirror, what, reason));

    public void CatalogDiffers(CatalogDifference difference) => Differences.Enqueue(difference);

    public void CatalogUnavailable(string reason) => CatalogNews.Enqueue(reason);

    public void CatalogAvailable() => CatalogNews.Enqueue(null);
}
