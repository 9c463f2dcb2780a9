using KafkaStore.Avro;
using KafkaStore.Restoring.Targets;
using KafkaStore.Storage;

namespace KafkaStore.Kafka.Clients;

/// <summary>The librdkafka settings of every client here, in one place.</summary>
internal static class ClientConfiguration
{
    private const string OffsetReset = "auto.offset.reset";
    private const string LargestMessage = "message.max.bytes";
    private const string PollInterval = "max.poll.interval.ms";

    private const string OAuthId = "sasl.oauthbearer.client.id";
    private const string OAuthSecret = "sasl.oauthbearer.client.secret";

    // The client's own defaults.
    private const int SessionTimeout = 45_000;
    private const int BatchBytes = 1_000_000;

    private const int QueueKbytes = 128 * 1024;

    // Of one answer; a larger batch comes whole all the same.
    private const int FetchBytes = 2 * 1024 * 1024;

    // For what a record has besides, in a queue or a batch, and for one that is known to the megabyte.
    private const int RoomBytes = 2 * 1024 * 1024;

    private static readonly string[] Fixed =
    [
        "allow.auto.create.topics",
        OffsetReset,
        "bootstrap.servers",
        "enable.auto.commit",
        "enable.auto.offset.store",
        "enable.idempotence",
        "enable.partition.eof",
        "group.id",
        "isolation.level",
        "metadata.broker.list",
        "transactional.id",
    ];

    /// <summary>The record source's: reads far ahead, commits what it was told to.</summary>
    public static ConsumerConfig ForSource(KafkaClientOptions options)
    {
        ConsumerConfig config = Reading(options);
        config.EnableAutoCommit = true;
        // The consumer stops fetching for a while above either limit, so the count is set out of reach and the bytes decide.
        config.QueuedMinMessages = 1_000_000;
        // No more is faster, and each small record in the queue costs some hundred bytes that the limit does not count.
        config.QueuedMaxMessagesKbytes = 8 * 1024;
        // As large as the queue by itself: answers of that size the C library keeps, between small pieces that outlive them. The
        // client refuses less than its largest message.
        if (!options.Properties.ContainsKey(LargestMessage))
            config.FetchMaxBytes = FetchBytes;
        config = With(options, config);
        // Also how long a group waits for each member to join again, five minutes unless set: it need not wait for one that is
        // still there longer than for one that is not.
        if (!options.Properties.ContainsKey(PollInterval))
            config.MaxPollIntervalMs = config.SessionTimeoutMs ?? SessionTimeout;
        return config;
    }

    /// <summary>A range reader's: what is fetched and not wanted is dear, and it asks for the end soon.</summary>
    public static ConsumerConfig ForCursor(KafkaClientOptions options)
    {
        ConsumerConfig config = Reading(options);
        config.EnableAutoCommit = false;
        config.QueuedMinMessages = 100_000;
        config.QueuedMaxMessagesKbytes = 16 * 1024;
        config.FetchWaitMaxMs = 100;
        return With(options, config);
    }

    public static ProducerConfig ForProducer(KafkaClientOptions options) => With(options, Producing(options));

    /// <summary>A restore's: whatever fails, nothing that was written after it may be delivered.</summary>
    /// <param name="limits">Of what it writes.</param>
    public static ProducerConfig ForRestore(KafkaClientOptions options, WriterLimits limits)
    {
        ProducerConfig config = Producing(options);
        config.EnableGaplessGuarantee = true;
        config.Acks = Acks.All;
        // A record that timed out could be followed by one that did not: the writer gives up on all of them at once instead.
        config.MessageTimeoutMs = 0;
        // Whatever could be archived can be sent. A queue that a record does not fit into would be full for ever.
        config.MessageMaxBytes = ContainerLimits.MaximumBlockBytes + RoomBytes;
        config.QueueBufferingMaxKbytes = Math.Max(
            QueueKbytes,
            (int)((Math.Min(limits.RecordBytes, ContainerLimits.MaximumBlockBytes) + RoomBytes) / 1024)
        );
        config.BatchSize = (int)Math.Clamp(limits.BatchBytes, 1, BatchBytes);
        return With(options, config);
    }

    public static AdminClientConfig ForAdmin(KafkaClientOptions options) =>
        With(options, new AdminClientConfig { BootstrapServers = options.Brokers, ReconnectBackoffMaxMs = 2_000 });

    private static ProducerConfig Producing(KafkaClientOptions options) =>
        new()
        {
            BootstrapServers = options.Brokers,
            EnableIdempotence = true,
            // Java's partitioner: a key goes where other producers' records of that key are.
            Partitioner = Partitioner.Murmur2Random,
            CompressionType = CompressionType.Lz4,
            LingerMs = 20,
            // The broker decides how large a record may be, not this client.
            MessageMaxBytes = 64 * 1024 * 1024,
            QueueBufferingMaxKbytes = QueueKbytes,
            ReconnectBackoffMaxMs = 2_000,
        };

    private static ConsumerConfig Reading(KafkaClientOptions options)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = options.Brokers,
            GroupId = options.ConsumerGroup,
            IsolationLevel = IsolationLevel.ReadCommitted,
            AutoOffsetReset = AutoOffsetReset.Error,
            EnablePartitionEof = true,
            EnableAutoOffsetStore = false,
            AllowAutoCreateTopics = false,
            CheckCrcs = true,
            ReconnectBackoffMaxMs = 2_000,
        };
        // A second by default, for which a partition stands still whenever its queue was full. The client has no property of that name.
        config.Set("fetch.queue.backoff.ms", "5");
        return config;
    }

    private static TConfig With<TConfig>(KafkaClientOptions options, TConfig config)
        where TConfig : ClientConfig
    {
        foreach ((string name, Secret value) in options.Properties)
        {
            if (Fixed.Contains(name, StringComparer.Ordinal))
            {
                string remedy = name == OffsetReset && options.Names.OffsetReset is { } choice ? $"; use {choice}" : "";
                throw new KafkaPropertyException($"the Kafka property {name} is not free: what is archived depends on it{remedy}.");
            }

            // librdkafka repeats it in what it logs of a token that it does not get.
            if (name.EndsWith(".url", StringComparison.Ordinal) && ShownUrl.HasUser(value.Text))
            {
                throw new KafkaPropertyException(
                    $"the Kafka property {name} has a name or password before the host, where logs would show it: give them as {OAuthId} and {OAuthSecret}."
                );
            }

            config.Set(name, value.Text);
        }

        return config;
    }
}
