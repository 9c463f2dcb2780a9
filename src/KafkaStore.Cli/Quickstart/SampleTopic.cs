namespace KafkaStore.Cli.Quickstart;

/// <summary>Writes records into an empty topic: the first half within minutes, the second half over three hours.</summary>
internal static class SampleTopic
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan FirstHalf = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SecondHalf = TimeSpan.FromHours(3);

    public static async Task<ProducedRecords> FillAsync(
        string brokers,
        string topic,
        int partitions,
        IReadOnlyList<Record> records,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    )
    {
        var produced = new ProducedRecords(partitions);
        var options = new KafkaClientOptions(brokers, "kafka-store")
        {
            Properties = new Dictionary<string, Secret> { ["linger.ms"] = "5" },
        };
        await using (var writer = new KafkaRecordWriter(options, loggers.CreateLogger("KafkaStore.Kafka")))
        {
            for (int i = 0; i < records.Count; i++)
            {
                int partition = PartitionOf(records[i], i, partitions);
                Record record = produced.Add(partition, records[i] with { Timestamp = TimestampOf(i, records.Count) });
                await writer.WriteAsync(topic, partition, record, cancellationToken);
            }

            await writer.FlushAsync(cancellationToken);
        }

        return produced;
    }

    // Dense first, so that files end by size; then sparse, so that they end by age.
    private static long TimestampOf(int index, int count)
    {
        int half = count / 2;
        TimeSpan since =
            index < half ? FirstHalf * ((double)index / half) : FirstHalf + (SecondHalf * ((double)(index - half) / (count - half)));
        return (Start + since).ToUnixTimeMilliseconds();
    }

    /// <summary>By FNV-1a of the key, so that a key stays in its partition; records without key take turns.</summary>
    private static int PartitionOf(Record record, int index, int partitions)
    {
        if (record.Key is not { } key)
            return index % partitions;
        uint hash = 2166136261;
        foreach (byte b in key.Span)
            hash = (hash ^ b) * 16777619;
        return (int)(hash % (uint)partitions);
    }
}
