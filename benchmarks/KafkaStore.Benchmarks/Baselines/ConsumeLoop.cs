using Confluent.Kafka;
using KafkaStore.Kafka;
using KafkaStore.Kafka.Clients;

namespace KafkaStore.Benchmarks.Baselines;

/// <summary>Consuming alone: the bare client with the archiver's own settings, which counts what comes.</summary>
internal static class ConsumeLoop
{
    /// <summary>A client that reads all partitions from their first records on.</summary>
    public static IConsumer<byte[]?, byte[]?> Open(string brokers, string topic, int partitions)
    {
        IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?, byte[]?>(
            ClientConfiguration.ForSource(new KafkaClientOptions(brokers, "bare-loop"))
        ).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        return consumer;
    }

    /// <summary>Reads a topic from the first record to the last.</summary>
    /// <param name="enough">Told each record; reading ends where it says so.</param>
    public static void Run(string brokers, string topic, int partitions, Func<ConsumeResult<byte[]?, byte[]?>, bool> enough)
    {
        using IConsumer<byte[]?, byte[]?> consumer = Open(brokers, topic, partitions);
        for (int left = partitions; left > 0; )
        {
            ConsumeResult<byte[]?, byte[]?>? result = consumer.Consume(TimeSpan.FromSeconds(30));
            if (result is null)
                throw new MeasurementException("Nothing came for 30 s.");
            if (result.IsPartitionEOF)
                left--;
            else if (enough(result))
                return;
        }
    }

    /// <summary>As a process of its own: prints records and bytes of values.</summary>
    public static void Count(string brokers, string topic, int partitions)
    {
        long records = 0;
        long bytes = 0;
        Run(
            brokers,
            topic,
            partitions,
            result =>
            {
                records++;
                bytes += result.Message.Value?.Length ?? 0;
                return false;
            }
        );
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records} {bytes}"));
    }
}
