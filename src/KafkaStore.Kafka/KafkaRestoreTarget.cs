using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaStore.Archiving;
using KafkaStore.Kafka.Clients;
using KafkaStore.Restoring;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Kafka;

/// <summary>A Kafka cluster that records are put back into. One question at a time.</summary>
public sealed class KafkaRestoreTarget : IRestoreTarget, IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // A cluster without a controller for longer than this is one that has none, such as the embedded broker.
    private static readonly TimeSpan ControllerPatience = TimeSpan.FromSeconds(3);

    // Restored records are old: with the broker's default retention they would be deleted as soon as they are there.
    private static readonly Dictionary<string, string> TopicSettings = new()
    {
        ["retention.ms"] = "-1",
        ["message.timestamp.type"] = "CreateTime",
    };

    private readonly KafkaClientOptions options;
    private readonly ILogger logger;
    private readonly KafkaRecordLog log;
    private readonly IAdminClient admin;

    /// <param name="options">The brokers.</param>
    /// <param name="logger">Told of what the clients say.</param>
    public KafkaRestoreTarget(KafkaClientOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.logger = logger;
        log = new KafkaRecordLog(options, logger);
        admin = new AdminClientBuilder(ClientConfiguration.ForAdmin(options))
            .SetLogHandler((_, line) => Kafka.Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler((_, error) => Kafka.Log.ClientError(logger, error.Code.ToString(), error.Reason))
            .Build();
    }

    /// <inheritdoc/>
    public IRecordLog Log => log;

    /// <inheritdoc/>
    public Task<int?> FindPartitionCountAsync(string topic, CancellationToken cancellationToken) => Task.Run(() => Find(topic), cancellationToken);

    /// <inheritdoc/>
    public async Task CreateTopicAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        var specification = new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = -1, Configs = TopicSettings };
        try
        {
            await admin.CreateTopicsAsync([specification], new CreateTopicsOptions { RequestTimeout = ControllerPatience }).ConfigureAwait(false);
        }
        catch (CreateTopicsException refused)
        {
            Error error = refused.Results[0].Error;
            if (error.Code != ErrorCode.TopicAlreadyExists)
            {
                throw new RestoreException(
                    $"Kafka at {options.Brokers} did not make the topic {topic} ({error.Reason}). Make it with {partitions} partitions, then run this again.", refused);
            }
        }
        catch (KafkaException unsupported) when (HasNoController(unsupported.Error))
        {
            // Such a broker, the embedded one too, may make a topic that it is asked about, with a number of partitions of its own.
            Kafka.Log.ClientError(logger, unsupported.Error.Code.ToString(), unsupported.Error.Reason);
            await Task.Run(() => admin.GetMetadata(topic, options.RequestTimeout), cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options.Brokers, topic: null, $"making the topic {topic}");
        }

        long start = Stopwatch.GetTimestamp();
        while (await FindPartitionCountAsync(topic, cancellationToken).ConfigureAwait(false) is null)
        {
            if (Stopwatch.GetElapsedTime(start) > options.RequestTimeout)
                throw new RestoreException($"Kafka at {options.Brokers} has no topic {topic}, and did not make it. Make it with {partitions} partitions, then run this again.");
            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IRecordWriter OpenWriter() => new KafkaRestoreWriter(options, logger);

    public async ValueTask DisposeAsync()
    {
        await log.DisposeAsync().ConfigureAwait(false);
        await Task.Run(admin.Dispose).ConfigureAwait(false);
    }

    private static bool HasNoController(Error error) => error.Code == ErrorCode.Local_UnsupportedFeature
        || (error.Code == ErrorCode.Local_TimedOut && error.Reason.Contains("waiting for controller", StringComparison.Ordinal));

    private int? Find(string topic)
    {
        try
        {
            // All topics: a question about one could create it.
            TopicMetadata? found = admin.GetMetadata(options.RequestTimeout).Topics.Find(candidate => candidate.Topic == topic);

            // One that is being made has partitions without a leader for a moment.
            return found is null || found.Error.IsError || found.Partitions.Exists(partition => partition.Leader < 0) ? null : found.Partitions.Count;
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options.Brokers, topic: null, "asking for the topics");
        }
    }
}
