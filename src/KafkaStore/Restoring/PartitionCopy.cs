using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>Writes what is left of partitions, one after the other, with a checkpoint now and then.</summary>
internal sealed class PartitionCopy(
    ArchivedRange archive,
    TargetRecords target,
    IRecordWriter writer,
    RestoreLedger ledger,
    RestoreOptions options,
    RestoreProgress progress
)
{
    private readonly HashSet<string> triedTopics = new(StringComparer.Ordinal);

    public async Task RestoreAsync(PartitionProgress partition, CancellationToken cancellationToken)
    {
        long first = partition.TargetNext;
        long records = 0;
        long bytes = 0;
        await foreach (Record record in archive.ReadAsync(partition.Remaining, cancellationToken))
        {
            await writer.WriteAsync(partition.Target, record, cancellationToken);
            long offset = partition.TargetNext;
            bytes += partition.Advance(record);
            progress.Advance();
            if (triedTopics.Add(partition.Target.Topic))
            {
                await FlushAsync(partition, first, cancellationToken);
                await EnsureKeptAsync(partition.Target, offset, record, cancellationToken);
            }

            if (++records < options.CheckpointRecords && bytes < options.CheckpointBytes)
                continue;
            await FlushAsync(partition, first, cancellationToken);
            ledger.Save();
            (records, bytes) = (0, 0);
        }

        await FlushAsync(partition, first, cancellationToken);
        await new TargetEnds(target).EnsureAsync([partition], cancellationToken);
        partition.Complete();
        ledger.Save();
    }

    // A record of anybody else, a late one of a killed predecessor too, moves ours from where they must be.
    private async Task FlushAsync(PartitionProgress partition, long first, CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken);
        if (writer.Delivered(partition.Target) is not { } delivered)
            return;

        // As many records as offsets, and none outside: each is where it must be.
        if (delivered.First < first || delivered.Next > partition.TargetNext || delivered.Records != partition.TargetNext - first)
            throw TargetFault.Foreign(partition.Target, delivered.First > first ? first : partition.TargetNext - 1);
    }

    // A topic that gives records its own time, say, is found out by the first of them.
    private async Task EnsureKeptAsync(TopicPartition partition, long offset, Record written, CancellationToken cancellationToken)
    {
        await foreach (Record found in target.ReadAsync(partition, offset, offset + 1, cancellationToken))
        {
            if (!RecordContent.AreEqual(found, written))
                throw TargetFault.Altered(partition, offset);
        }
    }
}
