using KafkaStore.Records;
using Position = Confluent.Kafka.TopicPartitionOffset;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Clients;

/// <summary>One assigned librdkafka consumer whose events are the domain's items and errors. One reader at a time.</summary>
internal sealed class RecordConsumer : IDisposable
{
    // A close commits what was stored; where the brokers are gone it would wait for them.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);

    private readonly IConsumer<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> consumer;
    private readonly KafkaClientOptions options;
    private readonly ILogger logger;
    private readonly BrokerHealth health;
    private readonly HeaderNames headerNames;
    private readonly NullableBytes bytes = new();

    /// <param name="membership">Told of what a group gives and takes away; null for a consumer that never joins one.</param>
    public RecordConsumer(KafkaClientOptions options, ConsumerConfig config, ILogger logger, GroupMembership? membership = null)
    {
        this.options = options;
        this.logger = logger;
        health = new BrokerHealth(options, logger);
        headerNames = new HeaderNames(logger);
        ConsumerBuilder<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> builder = new ConsumerBuilder<
            ReadOnlyMemory<byte>?,
            ReadOnlyMemory<byte>?
        >(config)
            .SetKeyDeserializer(bytes)
            .SetValueDeserializer(bytes)
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler((_, error) => health.Note(error));
        if (membership is not null)
        {
            builder
                .SetPartitionsAssignedHandler((_, partitions) => membership.Assigned(partitions))
                .SetPartitionsRevokedHandler(
                    (_, partitions) => membership.Revoked(partitions.Select(partition => partition.TopicPartition))
                )
                .SetPartitionsLostHandler((_, partitions) => membership.Revoked(partitions.Select(partition => partition.TopicPartition)));
        }
        consumer = builder.Build();
        bool isCooperative = config.Get("partition.assignment.strategy")?.Contains("cooperative", StringComparison.Ordinal) == true;
        Assignment = new ConsumerAssignment(consumer, options, isCooperative, logger);
    }

    /// <summary>What it reads.</summary>
    public ConsumerAssignment Assignment { get; }

    /// <inheritdoc cref="NullableBytes.Slab"/>
    public RecordSlab? Slab
    {
        set => bytes.Slab = value;
    }

    /// <summary>The next event of an assigned partition, or false when none came in time (also with the brokers away).</summary>
    /// <exception cref="UnknownTopicException">An assigned topic is not there.</exception>
    /// <exception cref="UnreadableLogException">What comes next of a partition is damaged.</exception>
    /// <exception cref="BrokerUnavailableException">The broker refuses.</exception>
    public bool TryConsume(TimeSpan wait, out SourceItem item)
    {
        ConsumeResult<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?>? result;
        try
        {
            result = consumer.Consume(wait);
        }
        catch (ConsumeException failure) when (failure.Error.Code == ErrorCode.Local_AutoOffsetReset)
        {
            item = Item(failure.ConsumerRecord.TopicPartition, RecordConversion.OutOfRange(failure.ConsumerRecord.Offset));
            return true;
        }
        catch (ConsumeException failure) when (BrokerErrors.IsDamage(failure.Error))
        {
            // The client fetches it again and again. What lies behind it must never pass for what comes next.
            TopicPartition damaged = new(failure.ConsumerRecord.Topic, failure.ConsumerRecord.Partition.Value);
            throw new UnreadableLogException(
                damaged,
                failure.ConsumerRecord.Offset.Value,
                BrokerErrors.Plain(failure.Error.Reason).TrimEnd('.'),
                failure
            );
        }
        catch (ConsumeException failure)
        {
            throw BrokerErrors.Translate(failure, options, failure.ConsumerRecord?.Topic, "fetching records");
        }
        if (result is null)
        {
            item = default;
            return false;
        }
        health.Answered();
        item = Item(
            result.TopicPartition,
            result.IsPartitionEOF ? LogItem.EndOfPartition(result.Offset.Value) : LogItem.Of(RecordConversion.ToRecord(result))
        );
        if (item.Item.Kind == LogItemKind.Record)
            headerNames.Note(item.Partition, item.Item.Record!.Value);
        return true;
    }

    /// <exception cref="BrokerUnavailableException">Something went wrong since the last item, and no broker answers.</exception>
    public void ThrowIfUnreachable() => health.ThrowIfUnreachable();

    public void StoreOffset(TopicPartition partition, long next)
    {
        try
        {
            consumer.StoreOffset(new Position(partition.Topic, partition.Partition, next));
        }
        catch (KafkaException failure)
        {
            Log.OffsetNotStored(logger, partition.ToString(), next, failure.Error.Reason);
        }
    }

    /// <summary>What the client remembers of its last fetch; null where it has fetched nothing.</summary>
    public long? SeenEnd(TopicPartition partition)
    {
        try
        {
            Offset high = consumer.GetWatermarkOffsets(new Confluent.Kafka.TopicPartition(partition.Topic, partition.Partition)).High;
            return high.IsSpecial ? null : high.Value;
        }
        catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_UnknownPartition)
        {
            return null; // it is not read here
        }
    }

    /// <summary>Blocks until the stored offsets are committed or that failed.</summary>
    public void Commit()
    {
        try
        {
            consumer.Commit();
        }
        catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_NoOffset)
        {
            return; // Nothing was stored since the last commit.
        }
        catch (KafkaException failure)
        {
            Log.CommitFailed(logger, failure.Error.Reason);
        }
    }

    /// <summary>Blocks for at most three seconds; call it off threads that must not wait.</summary>
    public void Dispose()
    {
        var closing = Task.Run(Close);
        if (!closing.Wait(CloseTimeout))
        {
            Log.SlowClose(logger, CloseTimeout.TotalSeconds);
        }
    }

    private void Close()
    {
        try
        {
            consumer.Close();
        }
        catch (KafkaException failure)
        {
            Log.CloseFailed(logger, failure.Error.Reason);
        }
        consumer.Dispose();
        health.Dispose();
    }

    private static SourceItem Item(Confluent.Kafka.TopicPartition partition, LogItem item) =>
        new(new TopicPartition(partition.Topic, partition.Partition.Value), item);
}
