using Confluent.Kafka.Admin;
using KafkaStore.Kafka.Native;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Kafka.Targets;

/// <summary>Settings of topics and brokers as a cluster tells them. What it does not tell, or not to this client, is unknown.</summary>
internal sealed class KafkaRestoreSettings(IAdminClient admin, KafkaClientOptions options, ILogger logger)
{
    // What the brokers call what a new topic has of itself.
    private static readonly Dictionary<string, string> OfBrokers = new()
    {
        ["log.cleanup.policy"] = TopicSettings.CleanupPolicy,
        ["message.max.bytes"] = TopicSettings.MaxMessageBytes,
        ["log.segment.bytes"] = TopicSettings.SegmentBytes,
        ["log.retention.bytes"] = TopicSettings.RetentionBytes,
        ["log.message.timestamp.type"] = TopicSettings.TimestampType,
        ["log.message.timestamp.before.max.ms"] = TopicSettings.TimestampBefore,
        ["log.message.timestamp.after.max.ms"] = TopicSettings.TimestampAfter,
        ["log.message.timestamp.difference.max.ms"] = TopicSettings.TimestampDifference,
        [TopicSettings.RequestBytes] = TopicSettings.RequestBytes,
    };

    public async Task<TopicSettings> AskAsync(string topic, CancellationToken cancellationToken) =>
        new(await DescribeAsync(ResourceType.Topic, topic, cancellationToken));

    /// <summary>Those of one broker, since all have the same.</summary>
    public async Task<TopicSettings> AskDefaultsAsync(CancellationToken cancellationToken)
    {
        if (await Task.Run(FindBroker, cancellationToken) is not { } broker)
            return TopicSettings.Unknown;
        IReadOnlyDictionary<string, string> told = await DescribeAsync(
            ResourceType.Broker,
            broker.ToString(System.Globalization.CultureInfo.InvariantCulture),
            cancellationToken
        );
        return new TopicSettings(
            told.Where(setting => OfBrokers.ContainsKey(setting.Key))
                .ToDictionary(setting => OfBrokers[setting.Key], setting => setting.Value)
        );
    }

    private async Task<IReadOnlyDictionary<string, string>> DescribeAsync(
        ResourceType type,
        string name,
        CancellationToken cancellationToken
    )
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        if (await Task.Run(FindBroker, cancellationToken) is null)
            return told;
        try
        {
            var resource = new ConfigResource { Type = type, Name = name };
            List<DescribeConfigsResult> answer = await admin
                .DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = options.RequestTimeout })
                .WaitAsync(cancellationToken);
            foreach (ConfigEntryResult entry in answer[0].Entries.Values)
            {
                if (entry.Value is { } value)
                    told[entry.Name] = value;
            }
        }
        catch (KafkaException failure) when (!BrokerErrors.IsNoAnswer(failure.Error) || failure.Error.Code == ErrorCode.Local_TimedOut)
        {
            // An old cluster, or one that does not let this client see them: it can be restored into all the same.
            Log.ClientError(logger, failure.Error.Code.ToString(), Reason(failure));
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options, topic: null, "asking for settings");
        }

        return told;
    }

    private static string Reason(KafkaException failure) =>
        failure is DescribeConfigsException refused ? refused.Results[0].Error.Reason : failure.Error.Reason;

    // A cluster without a controller (the embedded one) answers such questions only by their time limit.
    private int? FindBroker()
    {
        try
        {
            List<int> brokers = [.. admin.GetMetadata(options.RequestTimeout).Brokers.Select(broker => broker.BrokerId)];
            return brokers.Count == 0 || (Controller.IdOf(admin) is { } controller && !brokers.Contains(controller)) ? null : brokers[0];
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options, topic: null, "asking for the brokers");
        }
    }
}
