using KafkaStore.Records;
using Position = Confluent.Kafka.TopicPartitionOffset;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Clients;

/// <summary>One assigned librdkafka consumer whose events are the domain's items and errors. One reader at a time.</summary>
internal sealed class RecordConsumer : IDisposable
{
    // A close commits what was stored; where the brokers are gone it would wait for them.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(1);

    private readonly IConsumer<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> consumer;
    private readonly HashSet<string> askedTopics = new(StringComparer.Ordinal);
    private readonly KafkaClientOptions options;
    private readonly ILogger logger;
    private readonly BrokerHealth health;
    private readonly HeaderNames headerNames;
    private readonly NullableBytes bytes = new();
    private readonly bool isCooperative;
    private readonly HashSet<Confluent.Kafka.TopicPartition> paused = [];
    private bool isSubscribed;

    /// <param name="membership">Told of what a group gives and takes away; null for a consumer that never joins one.</param>
    public RecordConsumer(KafkaClientOptions options, ConsumerConfig config, ILogger logger, GroupMembership? membership = null)
    {
        this.options = options;
        isCooperative = config.Get("partition.assignment.strategy")?.Contains("cooperative", StringComparison.Ordinal) == true;
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
    }

    /// <inheritdoc cref="NullableBytes.Slab"/>
    public RecordSlab? Slab
    {
        set => bytes.Slab = value;
    }

    /// <param name="topics">Of none the client would refuse to be a member.</param>
    public void Subscribe(IReadOnlyCollection<string> topics)
    {
        isSubscribed = true;
        if (topics.Count == 0)
            consumer.Unsubscribe();
        else
            consumer.Subscribe(topics);
    }

    /// <summary>Replaces what was read before; blocks for at most a second.</summary>
    public void Assign(IReadOnlyCollection<KeyValuePair<TopicPartition, long>> positions)
    {
        consumer.Assign(positions.Select(position => new Position(position.Key.Topic, position.Key.Partition, position.Value)));
        Resume(consumer.Assignment);
        List<TopicPartition> unasked = [.. positions.Select(position => position.Key).Where(partition => askedTopics.Add(partition.Topic))];
        if (unasked.Count == 0)
        {
            return;
        }
        try
        {
            // Any question about a topic makes the client look up its leaders; left alone it does so by a timer of one second.
            consumer.OffsetsForTimes(unasked.Select(Latest), LookUpTimeout);
        }
        catch (KafkaException failure)
        {
            // Reading meets the same error, where it matters.
            Log.ClientError(logger, failure.Error.Code.ToString(), failure.Error.Reason);
        }
    }

    /// <summary>
    /// Reads an assigned partition from another offset on. The client has stopped reading one that was out of range and
    /// refuses to seek in it; inside a group it takes either whole assignments or changes of one, as the group's strategy has it.
    /// </summary>
    /// <param name="offset">From where, inclusive.</param>
    /// <param name="all">The partitions to be read, this one among them.</param>
    /// <exception cref="BrokerUnavailableException">The group is about to change what is assigned.</exception>
    public void Move(TopicPartition partition, long offset, IReadOnlyCollection<KeyValuePair<TopicPartition, long>> all)
    {
        var position = new Position(partition.Topic, partition.Partition, offset);
        try
        {
            if (!(isSubscribed && isCooperative))
            {
                consumer.Assign(all.Select(each => new Position(each.Key.Topic, each.Key.Partition, each.Value)));
                Resume(consumer.Assignment);
                return;
            }
            if (consumer.Assignment.Contains(position.TopicPartition))
            {
                consumer.IncrementalUnassign([position.TopicPartition]);
            }
            consumer.IncrementalAssign([position]);
            Resume([position.TopicPartition]);
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options, null, $"going on with {partition} at offset {offset}");
        }
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

    /// <summary>Nothing more of the partition is fetched until it is assigned or moved.</summary>
    public void Pause(TopicPartition partition)
    {
        var name = new Confluent.Kafka.TopicPartition(partition.Topic, partition.Partition);
        try
        {
            consumer.Pause([name]);
            paused.Add(name);
        }
        catch (KafkaException failure)
        {
            // It is not read here any more, or what comes of it is dropped item by item.
            Log.ClientError(logger, failure.Error.Code.ToString(), failure.Error.Reason);
        }
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

    // The client remembers a pause across assignments.
    private void Resume(IEnumerable<Confluent.Kafka.TopicPartition> read)
    {
        if (paused.Count == 0)
        {
            return;
        }
        Confluent.Kafka.TopicPartition[] resumed = [.. paused.Intersect(read)];
        consumer.Resume(resumed);
        paused.ExceptWith(resumed);
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

    private static TopicPartitionTimestamp Latest(TopicPartition partition) =>
        new(partition.Topic, partition.Partition, ListOffsets.Latest);

    private static SourceItem Item(Confluent.Kafka.TopicPartition partition, LogItem item) =>
        new(new TopicPartition(partition.Topic, partition.Partition.Value), item);
}
