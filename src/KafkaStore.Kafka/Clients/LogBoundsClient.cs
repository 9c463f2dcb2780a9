using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Clients;

/// <summary>Asks brokers for log starts and read-committed ends. Blocks; not for concurrent use.</summary>
internal sealed class LogBoundsClient : IDisposable
{
    private readonly KafkaClientOptions options;
    private readonly IConsumer<Ignore, Ignore> consumer;
    private readonly HashSet<string> listed = new(StringComparer.Ordinal);
    private readonly ConnectionTrouble trouble;

    public LogBoundsClient(KafkaClientOptions options, ILogger logger)
    {
        this.options = options;
        trouble = new ConnectionTrouble(options.Brokers);
        consumer = new ConsumerBuilder<Ignore, Ignore>(ClientConfiguration.ForCursor(options))
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler(
                (_, error) =>
                {
                    Log.ClientError(logger, error.Code.ToString(), error.Reason);
                    trouble.Note(error);
                }
            )
            .Build();
    }

    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public BoundsAnswer Ask(IReadOnlyCollection<string> topics)
    {
        var answer = new BoundsInMaking();
        foreach (string topic in topics.Distinct(StringComparer.Ordinal))
            AddPartitions(topic, answer);
        answer.Starts = Offsets(answer.Led, ListOffsets.Earliest, "asking for log starts", answer);
        List<LedPartition> left = [.. answer.Led.Where(led => answer.Starts.ContainsKey(led.Partition))];
        answer.Ends = Offsets(left, ListOffsets.Latest, "asking for log ends", answer);
        return answer.Complete();
    }

    /// <summary>
    /// The read-committed end of one partition, null where its broker does not give it. The client knows from before who leads it, or
    /// finds out.
    /// </summary>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    /// <exception cref="UnknownTopicException">The brokers have no such topic.</exception>
    public long? AskEnd(TopicPartition partition)
    {
        const string Doing = "asking for a log end";
        if (!listed.Contains(partition.Topic) && FindTopic(partition.Topic, Doing) is null)
            throw new UnknownTopicException(partition.Topic, options.Brokers, options.Names);
        TopicPartitionOffsetError found = AskOffsets([new LedPartition(partition, -1)], ListOffsets.Latest, Doing).Single();
        return !found.Error.IsError && found.Offset.Value >= 0 ? found.Offset.Value : null;
    }

    public void Dispose() => consumer.Dispose();

    private void AddPartitions(string topic, BoundsInMaking answer)
    {
        const string Doing = "asking for the partitions";
        if (FindTopic(topic, Doing) is not { } found)
        {
            answer.Trouble(topic, null, new UnknownTopicException(topic, options.Brokers, options.Names));
            return;
        }

        if (found.Error.IsError)
        {
            answer.Trouble(topic, null, BrokerErrors.Translate(new KafkaException(found.Error), options, topic, Doing));
            return;
        }

        foreach (PartitionMetadata partition in found.Partitions)
        {
            var name = new TopicPartition(topic, partition.PartitionId);
            if (partition.Leader >= 0)
            {
                answer.Led.Add(new LedPartition(name, partition.Leader));
            }
            else
            {
                answer.Trouble(name, $"no broker leads it at present ({BrokerErrors.Plain(partition.Error.Reason)})");
            }
        }
    }

    private TopicMetadata? FindTopic(string topic, string doing)
    {
        // Made for the moment: in client 1.9.3 one that shares a handle polls without pause as long as it lives.
        using IAdminClient metadata = new DependentAdminClientBuilder(consumer.Handle).Build();
        if (listed.Contains(topic))
        {
            return Asking(doing, () => metadata.GetMetadata(topic, options.RequestTimeout)).Topics[0];
        }
        // To ask for a topic by name is to create it where the broker knows no better (before 0.11, and the embedded one).
        List<TopicMetadata> all = Asking(doing, () => metadata.GetMetadata(options.RequestTimeout)).Topics;
        TopicMetadata? found = all.Find(candidate => candidate.Topic == topic);
        if (found is not null)
        {
            listed.Add(topic);
        }
        return found;
    }

    // One question for all as long as that is answered; otherwise leader by leader, and at last partition by partition.
    private Dictionary<TopicPartition, long> Offsets(List<LedPartition> asked, Timestamp which, string doing, BoundsInMaking answer)
    {
        var offsets = new Dictionary<TopicPartition, long>();
        if (asked.Count == 0)
        {
            return offsets;
        }
        try
        {
            foreach (TopicPartitionOffsetError found in AskOffsets(asked, which, doing))
            {
                var name = new TopicPartition(found.Topic, found.Partition.Value);
                if (!found.Error.IsError && found.Offset.Value >= 0)
                {
                    offsets[name] = found.Offset.Value;
                }
                else
                {
                    answer.Trouble(name, $"{doing} gave no offset ({BrokerErrors.Plain(found.Error.Reason)})");
                }
            }
        }
        catch (BrokerUnavailableException failure)
        {
            IReadOnlyList<List<LedPartition>> parts = Split(asked);
            if (parts.Count < 2 && asked.Count == answer.Led.Count)
            {
                throw; // nobody else to ask
            }
            if (parts.Count < 2)
            {
                asked.ForEach(led => answer.Trouble(led.Partition.Topic, led.Partition.Partition, failure));
                return offsets;
            }
            foreach ((TopicPartition name, long offset) in parts.SelectMany(part => Offsets(part, which, doing, answer)))
            {
                offsets[name] = offset;
            }
            if (offsets.Count == 0)
            {
                throw;
            }
        }
        return offsets;
    }

    private static IReadOnlyList<List<LedPartition>> Split(List<LedPartition> asked) =>
        [.. asked.GroupBy(led => led.Leader).Select(leader => leader.ToList())];

    private IEnumerable<TopicPartitionOffsetError> AskOffsets(List<LedPartition> asked, Timestamp which, string doing)
    {
        IEnumerable<TopicPartitionTimestamp> questions =
        [
            .. asked.Select(led => new TopicPartitionTimestamp(led.Partition.Topic, led.Partition.Partition, which)),
        ];
        try
        {
            return Asking(doing, () => consumer.OffsetsForTimes(questions, options.RequestTimeout))
                .Select(found => new TopicPartitionOffsetError(found, new Error(ErrorCode.NoError)));
        }
        catch (TopicPartitionOffsetException some)
        {
            return some.Results;
        }
    }

    private T Asking<T>(string doing, Func<T> ask)
    {
        try
        {
            return AskedAgain.Get(ask, options.RequestTimeout);
        }
        catch (KafkaException failure) when (failure is not TopicPartitionOffsetException) // that one has answers, too
        {
            // An event tells why, at times a moment behind.
            for (int i = 0; i < 10 && trouble.Reason is null; i++)
                Serve(TimeSpan.FromMilliseconds(50));
            // That a partition is unknown comes of the client itself, where it could not reach the leader that it knows.
            throw (BrokerErrors.IsNoAnswer(failure.Error) || failure.Error.Code == ErrorCode.Local_UnknownPartition)
            && trouble.Reason is { } reason
                ? BrokerErrors.NoAnswer(options.Brokers, reason, failure)
                : BrokerErrors.Translate(failure, options, null, doing);
        }
        finally
        {
            Serve(TimeSpan.Zero);
            trouble.Forget();
        }
    }

    /// <summary>Events queue up in a consumer until it is polled; this one has no records to poll for.</summary>
    private void Serve(TimeSpan limit) => consumer.Consume(limit);
}
