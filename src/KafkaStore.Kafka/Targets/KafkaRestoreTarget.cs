using System.Diagnostics;
using Confluent.Kafka.Admin;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Kafka.Targets;

/// <summary>A Kafka cluster that records are put back into. One question at a time.</summary>
public sealed class KafkaRestoreTarget : IRestoreTarget, IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly KafkaClientOptions options;
    private readonly ILogger logger;
    private readonly KafkaRecordLog log;
    private readonly IAdminClient admin;
    private readonly KafkaRestoreSettings settings;

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
        settings = new KafkaRestoreSettings(admin, options, logger);
    }

    /// <inheritdoc/>
    public IRecordLog Log => log;

    /// <inheritdoc/>
    public Task<int?> FindPartitionCountAsync(string topic, CancellationToken cancellationToken) =>
        Task.Run(() => Find(topic), cancellationToken);

    /// <inheritdoc/>
    public Task<TopicSettings> AskSettingsAsync(string topic, CancellationToken cancellationToken) =>
        settings.AskAsync(topic, cancellationToken);

    /// <inheritdoc/>
    public Task<TopicSettings> AskDefaultsAsync(CancellationToken cancellationToken) => settings.AskDefaultsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> CreateTopicAsync(
        string topic,
        int partitions,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    )
    {
        var specification = new TopicSpecification
        {
            Name = topic,
            NumPartitions = partitions,
            ReplicationFactor = -1,
            Configs = new Dictionary<string, string>(settings),
        };
        string reason = "it did not appear";
        bool made = true;
        try
        {
            await admin.CreateTopicsAsync([specification], new CreateTopicsOptions { RequestTimeout = options.RequestTimeout });
        }
        catch (CreateTopicsException answered)
            when (answered.Results[0].Error is { Code: ErrorCode.TopicAlreadyExists or ErrorCode.RequestTimedOut } error)
        {
            // Another made it, or the cluster is still at it.
            (made, reason) = (false, error.Reason);
        }
        catch (CreateTopicsException refused)
        {
            throw NotMade(topic, partitions, settings, refused.Results[0].Error.Reason, refused);
        }
        catch (KafkaException failure) when (HasNoController(failure.Error))
        {
            // Asking about the topic instead would make it on many clusters: with as many partitions and as long a retention as they like.
            throw NotMade(topic, partitions, settings, "none of its brokers makes topics", failure);
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options, topic: null, $"making the topic {topic}");
        }

        long start = Stopwatch.GetTimestamp();
        while (await FindPartitionCountAsync(topic, cancellationToken) is null)
        {
            if (Stopwatch.GetElapsedTime(start) > options.RequestTimeout)
                throw NotMade(topic, partitions, settings, reason, null);
            await Task.Delay(Look, cancellationToken);
        }

        return made;
    }

    /// <inheritdoc/>
    public IRecordWriter OpenWriter(WriterLimits limits) => new KafkaRestoreWriter(options, logger, limits);

    public async ValueTask DisposeAsync()
    {
        await log.DisposeAsync();
        await Task.Run(admin.Dispose);
    }

    private static bool HasNoController(Error error) =>
        error.Code == ErrorCode.Local_UnsupportedFeature
        || (error.Code == ErrorCode.Local_TimedOut && error.Reason.Contains("waiting for controller", StringComparison.Ordinal));

    private RestoreException NotMade(
        string topic,
        int partitions,
        IReadOnlyDictionary<string, string> settings,
        string reason,
        Exception? cause
    )
    {
        IEnumerable<string> wanted = settings
            .OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(setting => $"{setting.Key}={setting.Value}");
        return new RestoreException(
            $"Kafka at {options.Brokers} did not make the topic {topic} ({BrokerErrors.Plain(reason).TrimEnd('.')}). "
                + $"Make it with {partitions} {(partitions == 1 ? "partition" : "partitions")} and {string.Join(", ", wanted)}, then run this again.",
            cause
        );
    }

    private int? Find(string topic)
    {
        try
        {
            // All topics: a question about one could create it.
            TopicMetadata? found = admin.GetMetadata(options.RequestTimeout).Topics.Find(candidate => candidate.Topic == topic);

            // One that is being made has partitions without a leader for a moment.
            return found is null || found.Error.IsError || found.Partitions.Exists(partition => partition.Leader < 0)
                ? null
                : found.Partitions.Count;
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options, topic: null, "asking for the topics");
        }
    }
}
