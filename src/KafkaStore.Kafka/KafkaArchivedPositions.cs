using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka;

/// <summary>Reads what <see cref="KafkaArchivedOffsets"/> committed, without ever joining the group.</summary>
public sealed class KafkaArchivedPositions : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly KafkaClientOptions options;
    private readonly IConsumer<Ignore, Ignore> consumer;

    /// <param name="options">The broker; its group, the archiver's, gets the suffix.</param>
    public KafkaArchivedPositions(KafkaClientOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        consumer = KafkaArchivedOffsets.Open(options, logger);
    }

    /// <summary>By partition, of those that something was committed for.</summary>
    /// <exception cref="BrokerUnavailableException">The brokers do not say.</exception>
    public async Task<IReadOnlyDictionary<TopicPartition, long>> FindAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        CancellationToken cancellationToken
    )
    {
        try
        {
            List<TopicPartitionOffset> committed = await Task.Run(
                () =>
                    consumer.Committed(partitions.Select(each => new Confluent.Kafka.TopicPartition(each.Topic, each.Partition)), Patience),
                cancellationToken
            );
            return committed
                .Where(each => each.Offset.Value >= 0)
                .ToDictionary(each => new TopicPartition(each.Topic, each.Partition.Value), each => each.Offset.Value);
        }
        catch (KafkaException e)
        {
            throw new BrokerUnavailableException(
                $"{options.Brokers} does not say what group {options.ConsumerGroup}{KafkaArchivedOffsets.Suffix} committed: {e.Error.Reason.TrimEnd('.')}.",
                e
            );
        }
    }

    public async ValueTask DisposeAsync() => await Task.Run(consumer.Dispose);
}
