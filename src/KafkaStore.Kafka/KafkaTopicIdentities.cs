using KafkaStore.Kafka.Native;

namespace KafkaStore.Kafka;

/// <summary>
/// Topics and their ids as a Kafka cluster gives them. One client, made at the first question. May be asked concurrently; where
/// the brokers name no controller the answer comes at once, otherwise within the time limit of a request.
/// </summary>
public sealed class KafkaTopicIdentities(KafkaClientOptions options, ILogger logger) : ITopicIdentities, ITopicNames, IAsyncDisposable
{
    private readonly Lock gate = new();
    private IAdminClient? client;
    private volatile bool hadController;

    /// <inheritdoc/>
    public async Task<IdentityAnswer> AskAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            return await Metrics.AskAsync("identity", () => AskClientAsync(topic, cancellationToken));
        }
        catch (KafkaException failure)
        {
            return failure.Error.Code == ErrorCode.UnknownTopicOrPart ? new IdentityAnswer.UnknownTopic() : Failed(failure.Error);
        }
    }

    private async Task<IdentityAnswer> AskClientAsync(string topic, CancellationToken cancellationToken)
    {
        IAdminClient asked = Client();
        return await Task.Run(() => HasController(asked), cancellationToken)
            ? await DescribeAsync(asked, topic, cancellationToken)
            : new IdentityAnswer.WithoutIds();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            IAdminClient asked = Client();
            Metadata metadata = await Metrics.AskAsync(
                "topics",
                () => Task.Run(() => asked.GetMetadata(options.RequestTimeout), cancellationToken).WaitAsync(cancellationToken)
            );
            return [.. metadata.Topics.Select(topic => topic.Topic)];
        }
        catch (KafkaException failure)
        {
            throw BrokerErrors.Translate(failure, options, topic: null, "asking for the names of topics");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (client is { } closing)
        {
            await Task.Run(closing.Dispose);
        }
    }

    // Only metadata from a broker tells; of all topics, since to ask for one by name may create it. A cluster that had a
    // controller once is one that has them.
    private bool HasController(IAdminClient asked)
    {
        if (!hadController)
        {
            List<int> brokers = [.. asked.GetMetadata(options.RequestTimeout).Brokers.Select(broker => broker.BrokerId)];
            hadController = Controller.IdOf(asked) is not { } id || brokers.Contains(id);
        }
        return hadController;
    }

    private async Task<IdentityAnswer> DescribeAsync(IAdminClient asked, string topic, CancellationToken cancellationToken)
    {
        TopicId id = await Task.Run(() => TopicQuestion.AskForId(asked, topic, options.RequestTimeout), cancellationToken)
            .WaitAsync(cancellationToken);
        return id.IsNone ? new IdentityAnswer.WithoutIds() : new IdentityAnswer.Known(id, ClusterId(asked));
    }

    // It came with the same answer.
    private static string? ClusterId(IAdminClient asked) => asked.ClusterId(TimeSpan.Zero) is { Length: > 0 } id ? id : null;

    private IdentityAnswer.NoAnswer Failed(Error error) =>
        new(
            BrokerErrors.IsNoAnswer(error)
                ? BrokerErrors.NoAnswer(options.Brokers, error.Reason).Message
                : $"Kafka at {options.Brokers} refused to describe the topic: {BrokerErrors.Plain(error.Reason)}"
        );

    private IAdminClient Client()
    {
        lock (gate)
        {
            return client ??= new AdminClientBuilder(ClientConfiguration.ForAdmin(options))
                .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
                .SetErrorHandler((_, error) => Log.ClientError(logger, error.Code.ToString(), error.Reason))
                .Build();
        }
    }
}
