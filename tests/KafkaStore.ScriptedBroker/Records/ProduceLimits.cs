namespace KafkaStore.Scripted.Records;

/// <summary>What a topic's settings say to a batch that somebody produces.</summary>
internal static class ProduceLimits
{
    public static (KafkaError Error, string? Reason) Check(TopicConfig config, RecordBatch batch, long now)
    {
        if (!batch.IsIntact)
            return (KafkaError.CorruptMessage, null);
        if (batch.IsControl)
            return (KafkaError.InvalidRecord, "Clients can't write control batches.");
        if (batch.Bytes.Length > config.MaxMessageBytes)
        {
            return (
                KafkaError.MessageTooLarge,
                $"The record batch size is {batch.Bytes.Length} bytes, which exceeds the maximum of {config.MaxMessageBytes}."
            );
        }

        if (batch.Bytes.Length > config.SegmentBytes)
        {
            return (
                KafkaError.RecordListTooLarge,
                $"Message batch size is {batch.Bytes.Length} bytes in append to partition, which exceeds the maximum configured segment size of {config.SegmentBytes}."
            );
        }

        if (!config.Accepts(batch.MaxTimestamp, now) || !config.Accepts(batch.BaseTimestamp, now))
            return (KafkaError.InvalidTimestamp, "A timestamp is out of the range that the topic accepts.");
        if (config.IsCompacted && !batch.IsCompressed && BatchReader.Read(batch).Exists(record => record.Key is null))
            return (KafkaError.InvalidRecord, "A compacted topic takes no record without a key.");
        return (KafkaError.None, null);
    }
}
