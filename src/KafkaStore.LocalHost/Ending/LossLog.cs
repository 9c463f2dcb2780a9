using System.Collections.Concurrent;
using KafkaStore.Naming;
using KafkaStore.Segments;

namespace KafkaStore.LocalHost.Ending;

/// <summary>Keeps in mind what this run has noted as lost or kept aside, and passes on all that is reported.</summary>
internal sealed class LossLog(IArchiverReport report) : IArchiverReport
{
    private readonly ConcurrentDictionary<ChunkName, bool> aside = new();
    private readonly ConcurrentQueue<(TopicPartition Partition, OffsetRange Range)> lost = new();

    public IEnumerable<PartitionShortfall> Shortfalls =>
        lost.Distinct()
            .GroupBy(loss => loss.Partition, loss => loss.Range)
            .Select(losses => new PartitionShortfall(
                losses.Key,
                $"offsets {string.Join(", ", losses.OrderBy(range => range.From))} are lost: the broker had deleted them before they were read. The archive notes it."
            ))
            .Concat(
                aside
                    .Keys.GroupBy(chunk => chunk.Partition, chunk => chunk.Count)
                    .Select(counts => new PartitionShortfall(
                        counts.Key,
                        $"{counts.Sum()} records may be of this topic or of the one created in its place, and are in no archive: they are kept under ~unattributed/ in the staging location."
                    ))
            );

    public void Recreated(TopicGeneration next, string former, string given) => report.Recreated(next, former, given);

    public void Unattributed(ChunkName chunk)
    {
        aside[chunk] = true;
        report.Unattributed(chunk);
    }

    public void Attributed(ChunkName chunk, TopicGeneration generation)
    {
        aside.TryRemove(chunk, out _);
        report.Attributed(chunk, generation);
    }

    public void RecordsLost(TopicPartition partition, OffsetRange range)
    {
        lost.Enqueue((partition, range));
        report.RecordsLost(partition, range);
    }

    public void ChunkDamaged(ChunkName chunk) => report.ChunkDamaged(chunk);

    public void Archived(SegmentFacts facts, long length) => report.Archived(facts, length);

    public void Adopted(ArchiveName name, long nextOffset) => report.Adopted(name, nextOffset);

    public void Faulted(TopicPartition partition, PartitionFault fault) => report.Faulted(partition, fault);
}
