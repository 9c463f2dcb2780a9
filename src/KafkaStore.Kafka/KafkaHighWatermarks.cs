using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka;

/// <summary>High watermarks as a Kafka cluster gives them. A client is made for each question, which a run has one of.</summary>
public sealed class KafkaHighWatermarks(KafkaClientOptions options, ILogger logger) : IHighWatermarks
{
    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<TopicPartition, long>> GetAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        CancellationToken cancellationToken
    ) => Metrics.AskAsync("high_watermarks", () => Task.Run(() => Ask(partitions), cancellationToken));

    private IReadOnlyDictionary<TopicPartition, long> Ask(IReadOnlyCollection<TopicPartition> partitions)
    {
        ConsumerConfig config = ClientConfiguration.ForCursor(options);
        config.IsolationLevel = IsolationLevel.ReadUncommitted;
        using IConsumer<Ignore, Ignore> consumer = new ConsumerBuilder<Ignore, Ignore>(config)
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler((_, error) => Log.ClientError(logger, error.Code.ToString(), error.Reason))
            .Build();
        return Answers(consumer, partitions)
            .Where(answer => answer.Offset.Value >= 0)
            .ToDictionary(answer => new TopicPartition(answer.Topic, answer.Partition.Value), answer => answer.Offset.Value);
    }

    private IEnumerable<TopicPartitionOffset> Answers(IConsumer<Ignore, Ignore> consumer, IReadOnlyCollection<TopicPartition> partitions)
    {
        List<TopicPartitionTimestamp> questions =
        [
            .. partitions.Select(partition => new TopicPartitionTimestamp(partition.Topic, partition.Partition, ListOffsets.Latest)),
        ];
        try
        {
            return AskedAgain.Get(() => consumer.OffsetsForTimes(questions, options.RequestTimeout), options.RequestTimeout);
        }
        catch (TopicPartitionOffsetException partly)
        {
            return partly.Results.Where(result => !result.Error.IsError).Select(result => result.TopicPartitionOffset);
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options, topic: null, "asking for high watermarks");
        }
    }
}
