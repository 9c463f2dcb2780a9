namespace KafkaStore.Worker.Tests.Support;

/// <summary>Records that a broker has, as a consumer gets them.</summary>
internal static class ProducedRecords
{
    /// <summary>All at one time, unless the record has its own, so that no segment ends because of its age.</summary>
    public static NewRecord Message(byte[]? key, byte[]? value, Headers? headers = null) =>
        new()
        {
            Key = key,
            Value = value,
            Headers = headers,
            Timestamp = new Timestamp(1_767_225_600_000, TimestampType.CreateTime),
        };

    public static IEnumerable<NewRecord> Numbered(int count) =>
        Enumerable.Range(0, count).Select(number => Message([(byte)number], System.Text.Encoding.UTF8.GetBytes($"value {number}")));

    public static async Task<IReadOnlyList<ConsumedRecord>> MakeAsync(
        string brokers,
        string topic,
        int partition,
        IEnumerable<NewRecord> messages
    )
    {
        var place = new TopicPartition(topic, partition);
        using IProducer<byte[]?, byte[]?> producer = new ProducerBuilder<byte[]?, byte[]?>(
            new ProducerConfig { BootstrapServers = brokers, LingerMs = 5 }
        ).Build();
        DeliveryResult<byte[]?, byte[]?>[] delivered = await Task.WhenAll(
            messages.Select(message => producer.ProduceAsync(place, message))
        );
        return await Task.Run(() => Consume(brokers, new TopicPartitionOffset(place, delivered[0].Offset), delivered.Length));
    }

    private static List<ConsumedRecord> Consume(string brokers, TopicPartitionOffset from, int count)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = "trigger",
            EnableAutoCommit = false,
            FetchWaitMaxMs = 20,
        };
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).Build();
        consumer.Assign(from);
        var records = new List<ConsumedRecord>();
        while (records.Count < count)
        {
            records.Add(
                consumer.Consume(TimeSpan.FromSeconds(20))
                    ?? throw new TimeoutException($"Only {records.Count} of {count} records came back from the broker.")
            );
        }

        return records;
    }
}
