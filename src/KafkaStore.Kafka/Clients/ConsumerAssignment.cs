using Position = Confluent.Kafka.TopicPartitionOffset;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Clients;

/// <summary>What a consumer reads, and from where on: what it is given, or what the group that it joined gives it.</summary>
/// <param name="isCooperative">Whether its group changes assignments one by one.</param>
internal sealed class ConsumerAssignment(
    IConsumer<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> consumer,
    KafkaClientOptions options,
    bool isCooperative,
    ILogger logger
)
{
    private static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> askedTopics = new(StringComparer.Ordinal);
    private readonly HashSet<Confluent.Kafka.TopicPartition> paused = [];
    private bool isSubscribed;

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
    public void Replace(IReadOnlyCollection<KeyValuePair<TopicPartition, long>> positions)
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

    private static TopicPartitionTimestamp Latest(TopicPartition partition) =>
        new(partition.Topic, partition.Partition, ListOffsets.Latest);
}
