namespace KafkaStore.ClusterRun;

/// <summary>Writes numbered records of many shapes, plainly or in transactions.</summary>
public sealed class ScenarioProducer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IProducer<byte[]?, byte[]?> producer;
    private readonly string topic;
    private string? failure;

    /// <param name="transactionalId">Null for a producer without transactions.</param>
    public ScenarioProducer(ICluster cluster, string topic, string? transactionalId = null)
    {
        this.topic = topic;
        var config = new ProducerConfig(cluster.Client())
        {
            TransactionalId = transactionalId,
            EnableIdempotence = transactionalId is not null,
            LingerMs = 5,
            Acks = Acks.All,
        };
        producer = new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).Build();
        if (transactionalId is not null)
            producer.InitTransactions(Patience);
    }

    public void Begin() => producer.BeginTransaction();

    public void Commit() => producer.CommitTransaction(Patience);

    public void Abort() => producer.AbortTransaction(Patience);

    /// <summary>Writes so many in turn to the first partitions; they are at the broker when it returns.</summary>
    /// <param name="count">How many.</param>
    /// <param name="partitions">Number of partitions.</param>
    /// <param name="timestamp">Of the n-th; null: now.</param>
    public void Write(int count, int partitions = 1, Func<int, long>? timestamp = null)
    {
        for (int i = 0; i < count; i++)
        {
            var message = new Message<byte[]?, byte[]?>
            {
                Key = i % 7 == 0 ? null : Encoding.UTF8.GetBytes($"key {i % 20}"),
                Value = i % 11 == 0 ? null : Encoding.UTF8.GetBytes($"value {i} {new string('x', i % 50)}"),
                Headers = HeadersOf(i),
            };
            if (timestamp is not null)
                message.Timestamp = new Timestamp(timestamp(i), TimestampType.CreateTime);
            Write(message, i % partitions);
        }

        Flush();
    }

    /// <summary>Writes so many with keys, as a topic that is compacted wants them.</summary>
    public void WriteKeyed(int count, int keys)
    {
        for (int i = 0; i < count; i++)
        {
            Write(
                new Message<byte[]?, byte[]?>
                {
                    Key = Encoding.UTF8.GetBytes($"key {i % keys}"),
                    Value = Encoding.UTF8.GetBytes($"{Guid.NewGuid()}"),
                },
                0
            );
        }

        Flush();
    }

    public void Dispose() => producer.Dispose();

    private void Write(Message<byte[]?, byte[]?> message, int partition)
    {
        var to = new TopicPartition(topic, partition);
        while (true)
        {
            try
            {
                producer.Produce(to, message, Delivered);
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    // The client swallows what a delivery's handler throws.
    private void Delivered(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Error.IsError)
            Interlocked.CompareExchange(ref failure, report.Error.Reason, null);
    }

    private void Flush()
    {
        int left = producer.Flush(Patience);
        if ((failure ?? (left > 0 ? $"{left} were not confirmed within {Patience.TotalSeconds} s" : null)) is { } reason)
            throw new ScenarioFailedException($"not all records could be written to {topic}: {reason}");
    }

    private static Headers HeadersOf(int i)
    {
        var headers = new Headers();
        if (i % 5 == 0)
            headers.Add("trace", BitConverter.GetBytes(i));
        if (i % 10 == 0)
            headers.Add("trace", null);
        return headers;
    }
}
