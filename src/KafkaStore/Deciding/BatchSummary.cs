namespace KafkaStore.Deciding;

/// <summary>What an entity is told of a batch's records of its partition; an estimate, since it may come twice, late or never.</summary>
/// <param name="First">First offset, inclusive.</param>
/// <param name="Last">Last offset, inclusive.</param>
/// <param name="Figures">Records, bytes, timestamps and time of acceptance.</param>
public sealed record BatchSummary(TopicPartition Partition, long First, long Last, SegmentFigures Figures)
{
    /// <summary>Of records that ascend by offset.</summary>
    public static BatchSummary Of(TopicPartition partition, IReadOnlyList<EncodedRecord> records, DateTimeOffset acceptedAt)
    {
        long bytes = 0;
        long? first = null;
        long? largest = null;
        foreach (EncodedRecord record in records)
        {
            bytes += record.Bytes.Length;
            if (record.Timestamp >= 0)
                first ??= record.Timestamp;
            largest = Math.Max(largest ?? record.Timestamp, record.Timestamp);
        }

        return new BatchSummary(
            partition,
            records[0].Offset,
            records[^1].Offset,
            new SegmentFigures(records.Count, bytes, first, largest, acceptedAt)
        );
    }
}
