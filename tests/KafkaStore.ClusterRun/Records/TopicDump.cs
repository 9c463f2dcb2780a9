using KafkaStore.Records;
using Record = KafkaStore.Records.Record;

namespace KafkaStore.ClusterRun.Records;

/// <summary>What a plain read-committed consumer, which shares no line with the archiver, sees of a topic.</summary>
internal static class TopicDump
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>By partition, in the order of offsets.</summary>
    public static SortedDictionary<int, List<DumpedRecord>> Read(
        IEnumerable<KeyValuePair<string, string>> client,
        string topic,
        IReadOnlyCollection<int> partitions,
        CancellationToken cancellationToken
    )
    {
        var config = new ConsumerConfig(client.ToDictionary())
        {
            GroupId = $"{topic}-dump",
            IsolationLevel = IsolationLevel.ReadCommitted,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnablePartitionEof = true,
            EnableAutoCommit = false,
        };
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var dump = new SortedDictionary<int, List<DumpedRecord>>(partitions.ToDictionary(number => number, _ => new List<DumpedRecord>()));
        consumer.Assign(partitions.Select(number => new TopicPartitionOffset(topic, number, Offset.Beginning)));
        var ended = new HashSet<int>();
        while (ended.Count < partitions.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ConsumeResult<byte[], byte[]> result =
                consumer.Consume(Patience)
                ?? throw new ScenarioFailedException($"a plain consumer of {topic} got nothing for {Patience.TotalSeconds} s");
            if (!result.IsPartitionEOF)
                dump[result.Partition].Add(DumpedRecord.Of(RecordOf(result)));

            // Not every broker sends the empty answer at which the client reports an end.
            if (result.IsPartitionEOF || consumer.GetWatermarkOffsets(result.TopicPartition).High == result.Offset + 1)
                ended.Add(result.Partition);
        }

        consumer.Close();
        return dump;
    }

    private static Record RecordOf(ConsumeResult<byte[], byte[]> result)
    {
        Message<byte[], byte[]> message = result.Message;
        return new Record(
            result.Offset,
            message.Timestamp.Type == TimestampType.NotAvailable ? -1 : message.Timestamp.UnixTimestampMs,
            message.Key is { } key ? key : default(ReadOnlyMemory<byte>?),
            message.Value is { } value ? value : default(ReadOnlyMemory<byte>?),
            [
                .. message.Headers.Select(header => new RecordHeader(
                    header.Key,
                    header.GetValueBytes() is { } bytes ? bytes : default(ReadOnlyMemory<byte>?)
                )),
            ]
        );
    }
}
