using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Naming;

namespace KafkaStore.Tests.Support;

/// <summary>Keeps what operators would be told.</summary>
public sealed class RecordingReport : IArchiverReport
{
    public ConcurrentQueue<(TopicPartition Partition, OffsetRange Range)> Lost { get; } = [];

    public ConcurrentQueue<ChunkName> Damaged { get; } = [];

    public ConcurrentQueue<SealOutcome> Outcomes { get; } = [];

    public void RecordsLost(TopicPartition partition, OffsetRange range) => Lost.Enqueue((partition, range));

    public void ChunkDamaged(ChunkName chunk) => Damaged.Enqueue(chunk);

    public void Sealed(SealOutcome outcome) => Outcomes.Enqueue(outcome);
}
