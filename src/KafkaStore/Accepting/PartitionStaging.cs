using KafkaStore.Archiving;
using KafkaStore.Deciding;
using KafkaStore.Sealing.Ahead;
using KafkaStore.Staging;

namespace KafkaStore.Accepting;

/// <summary>Stages what a batch has of one partition, and lets it be compressed meanwhile.</summary>
internal sealed class PartitionStaging(StagingArea staging, CompressedAhead? ahead, IArchiverReport report, TimeProvider clock)
{
    /// <param name="records">Owned.</param>
    /// <returns>As long as the slab is.</returns>
    public static List<EncodedRecord> Encode(RentedList<Record> records, RecordSlab slab)
    {
        var encoded = new List<EncodedRecord>(records.Count);
        foreach (Record record in records)
            encoded.Add(RecordEncoding.Encode(record, slab));
        records.Dispose();
        return encoded;
    }

    /// <param name="records">Owned.</param>
    public async Task<IReadOnlyList<BatchSummary>> StageAsync(
        TopicPartition partition,
        RentedList<Record> records,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset acceptedAt = clock.GetUtcNow();
        using var slab = new RecordSlab();
        List<EncodedRecord> encoded = Encode(records, slab);
        await LeaveOutTooLargeAsync(partition, encoded, cancellationToken);
        var summaries = new List<BatchSummary>(1);
        foreach (List<EncodedRecord> chunk in AscendingRecords.Of(encoded))
        {
            // One after another, and each is known to what compresses before the next is staged: a run of sealing may begin between them.
            foreach (IReadOnlyList<EncodedRecord> part in ChunkParts.Of(chunk))
                await StagePartAsync(partition, part, acceptedAt, cancellationToken);
            summaries.Add(BatchSummary.Of(partition, chunk, acceptedAt));
        }

        return summaries;
    }

    private async Task StagePartAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        Task<IReadOnlyList<ChunkName>> staged = staging.StageAsync(partition, records, acceptedAt, cancellationToken);
        try
        {
            // Meanwhile: what waits for the disk leaves the processors to what compresses.
            if (ahead is not null)
                await ahead.AcceptedAsync(partition, staged, records, acceptedAt, cancellationToken);
        }
        finally
        {
            await staged;
        }
    }

    // One that no archive can hold faults its partition alone, and leaves a hole.
    private async Task LeaveOutTooLargeAsync(TopicPartition partition, List<EncodedRecord> records, CancellationToken cancellationToken)
    {
        foreach (EncodedRecord record in records.Where(IsTooLarge))
        {
            PartitionFault fault = PartitionFaults.RecordTooLarge(partition, record.Offset, record.Bytes.Length).Fault;
            report.Faulted(partition, await staging.Faults.NoteAsync(partition, fault, clock.GetUtcNow(), cancellationToken));
        }

        records.RemoveAll(IsTooLarge);
    }

    private static bool IsTooLarge(EncodedRecord record) => record.Bytes.Length > ContainerLimits.MaximumRecordBytes;
}
