using System.Collections.Concurrent;
using KafkaStore.Naming;

namespace KafkaStore.LocalHost.Ending;

/// <summary>Keeps in mind what this run has noted as lost or kept aside.</summary>
internal sealed class LossLog(IArchiverReport report) : RelayedReport(report)
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

    public override void Unattributed(ChunkName chunk)
    {
        aside[chunk] = true;
        base.Unattributed(chunk);
    }

    public override void Attributed(ChunkName chunk, TopicGeneration generation)
    {
        aside.TryRemove(chunk, out _);
        base.Attributed(chunk, generation);
    }

    public override void RecordsLost(TopicPartition partition, OffsetRange range)
    {
        lost.Enqueue((partition, range));
        base.RecordsLost(partition, range);
    }
}
