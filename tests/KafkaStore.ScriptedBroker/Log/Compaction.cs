namespace KafkaStore.Scripted.Log;

/// <summary>Takes records out of batches as the log cleaner does: each batch keeps its range of offsets, and the rest gets gaps.</summary>
internal static class Compaction
{
    public static void Run(MemoryLog log, Func<LogRecord, bool> keeps, bool keepsEmptyBatches) =>
        log.Replace(batch =>
        {
            if (batch.IsControl)
                return batch;
            List<LogRecord> records = BatchReader.Read(batch);
            List<LogRecord> kept = [.. records.Where(keeps)];
            if (kept.Count == records.Count)
                return batch;
            if (kept.Count == 0 && !keepsEmptyBatches)
                return null;
            RecordBatch compacted = BatchWriter.Write(
                kept,
                record => record.Timestamp!.Value,
                [.. kept.Select(record => (int)(record.Offset - batch.BaseOffset))],
                batch.LastOffsetDelta,
                new BatchProducer(batch.ProducerId, batch.ProducerEpoch, batch.BaseSequence),
                batch.Attributes
            );
            compacted.BaseOffset = batch.BaseOffset;
            compacted.LeaderEpoch = batch.LeaderEpoch;
            return compacted;
        });
}
