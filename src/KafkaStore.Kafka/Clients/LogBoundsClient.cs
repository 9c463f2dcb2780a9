using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Clients;

/// <summary>Asks brokers for log starts and read-committed ends. Blocks; not for concurrent use.</summary>
internal sealed class LogBoundsClient : IDisposable
{
    private readonly KafkaClientOptions options;
    private readonly IConsumer<Ignore, Ignore> consumer;
    private readonly HashSet<string> listed = new(StringComparer.Ordinal);
    private volatile string? transportError;

    public LogBoundsClient(KafkaClientOptions options, ILogger logger)
    {
        this.options = options;
        consumer = new ConsumerBuilder<Ignore, Ignore>(ClientConfiguration.ForCursor(options))
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler(
                (_, error) =>
                {
                    Log.ClientError(logger, error.Code.ToString(), error.Reason);
                    if (error.Code != ErrorCode.Local_AllBrokersDown)
                    {
                        transportError = error.Reason;
                    }
                }
            )
            .Build();
    }

    public IReadOnlyList<LogBounds> Ask(IReadOnlyCollection<string> topics)
    {
        List<TopicPartition> partitions = [.. topics.Distinct(StringComparer.Ordinal).SelectMany(Partitions).Order()];
        Dictionary<TopicPartition, long> starts = Offsets(partitions, ListOffsets.Earliest, "asking for log starts");
        Dictionary<TopicPartition, long> ends = Offsets(partitions, ListOffsets.Latest, "asking for log ends");
        return [.. partitions.Select(partition => new LogBounds(partition, starts[partition], ends[partition]))];
    }

    public void Dispose() => consumer.Dispose();

    private IEnumerable<TopicPartition> Partitions(string topic)
    {
        const string Doing = "asking for the partitions";
        // Made for the moment: in client 1.9.3 one that shares a handle polls without pause as long as it lives.
        using IAdminClient metadata = new DependentAdminClientBuilder(consumer.Handle).Build();
        TopicMetadata found;
        if (listed.Contains(topic))
        {
            found = Asking(Doing, topic, () => metadata.GetMetadata(topic, options.RequestTimeout)).Topics[0];
        }
        else
        {
            // To ask for a topic by name is to create it where the broker knows no better (before 0.11, and the embedded one).
            List<TopicMetadata> all = Asking(Doing, null, () => metadata.GetMetadata(options.RequestTimeout)).Topics;
            found =
                all.Find(candidate => candidate.Topic == topic) ?? throw new UnknownTopicException(topic, options.Brokers, options.Names);
            listed.Add(topic);
        }
        if (found.Error.IsError)
        {
            throw BrokerErrors.Translate(new KafkaException(found.Error), options, topic, Doing);
        }
        return found.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId));
    }

    private Dictionary<TopicPartition, long> Offsets(List<TopicPartition> partitions, Timestamp which, string doing)
    {
        IEnumerable<TopicPartitionTimestamp> questions =
        [
            .. partitions.Select(partition => new TopicPartitionTimestamp(partition.Topic, partition.Partition, which)),
        ];
        return Asking(doing, null, () => consumer.OffsetsForTimes(questions, options.RequestTimeout))
            .ToDictionary(
                answer => new TopicPartition(answer.Topic, answer.Partition.Value),
                answer =>
                    answer.Offset.Value >= 0
                        ? answer.Offset.Value
                        : throw new BrokerUnavailableException(
                            $"Kafka at {options.Brokers} gave no offset for {answer.TopicPartition} while {doing}."
                        )
            );
    }

    private T Asking<T>(string doing, string? topic, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (TopicPartitionOffsetException failure)
        {
            TopicPartitionOffsetError first = failure.Results.First(result => result.Error.IsError);
            throw new BrokerUnavailableException(
                $"Kafka at {options.Brokers} refused while {doing} of {first.TopicPartition}: {first.Error.Reason}",
                failure
            );
        }
        catch (KafkaException failure)
        {
            // Serving the events first tells why.
            Serve();
            throw (failure.Error.Code is ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_Resolve)
            && transportError is { } reason
                ? BrokerErrors.NoAnswer(options.Brokers, reason, failure)
                : BrokerErrors.Translate(failure, options, topic, doing);
        }
        finally
        {
            Serve();
            transportError = null;
        }
    }

    /// <summary>Events queue up in a consumer until it is polled; this one has no records to poll for.</summary>
    private void Serve() => consumer.Consume(TimeSpan.Zero);
}
