using KafkaStore.Archiving;
using KafkaStore.Naming;
using KafkaStore.Records;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Functions;

/// <summary>Tells operators through the log, which is where both hosts' alerts look.</summary>
public sealed class LoggedReport(ILogger<LoggedReport> logger) : IArchiverReport
{
    public void RecordsLost(TopicPartition partition, OffsetRange range) => Log.RecordsLost(logger, partition.Topic, partition.Partition, range.ToString());

    public void ChunkDamaged(ChunkName chunk) => Log.ChunkDamaged(logger, chunk.ToString());

    public void Sealed(SealOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome is { Closed: > 0, Checkpoint: { } checkpoint })
            Log.Sealed(logger, outcome.Partition.Topic, outcome.Partition.Partition, checkpoint, outcome.Closed);
        if (outcome.Fault is { } fault)
            Log.PartitionFaulted(logger, outcome.Partition.Topic, outcome.Partition.Partition, fault.Kind.ToString(), fault.Message);
    }
}
