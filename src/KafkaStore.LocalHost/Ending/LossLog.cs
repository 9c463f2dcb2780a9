using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Segments;

namespace KafkaStore.LocalHost.Ending;

/// <summary>Keeps in mind what this run has noted as lost, and passes on all that is reported.</summary>
internal sealed class LossLog(IArchiverReport next) : IArchiverReport
{
    private readonly ConcurrentQueue<(TopicPartition Partition, OffsetRange Range)> lost = new();

    public IEnumerable<PartitionShortfall> Shortfalls =>
        lost.Distinct()
            .GroupBy(loss => loss.Partition, loss => loss.Range)
            .Select(losses => new PartitionShortfall(
                losses.Key,
                $"offsets {string.Join(", ", losses.OrderBy(range => range.From))} are lost: the broker had deleted them before they were read. The archive notes it."
            ));

    public void RecordsLost(TopicPartition partition, OffsetRange range)
    {
        lost.Enqueue((partition, range));
        next.RecordsLost(partition, range);
    }

    public void ChunkDamaged(ChunkName chunk) => next.ChunkDamaged(chunk);

    public void Archived(SegmentFacts facts, long length) => next.Archived(facts, length);

    public void Adopted(ArchiveName name, long nextOffset) => next.Adopted(name, nextOffset);

    public void Faulted(TopicPartition partition, PartitionFault fault) => next.Faulted(partition, fault);
}
