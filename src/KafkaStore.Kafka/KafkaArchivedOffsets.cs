using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka;

/// <summary>Commits how far the archive is under the group <c>GROUP-archived</c>, without ever joining it.</summary>
public sealed class KafkaArchivedOffsets : IArchivedOffsets, IAsyncDisposable
{
    /// <summary>What the archiver's group gets.</summary>
    internal const string Suffix = "-archived";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IConsumer<Ignore, Ignore> consumer;
    private readonly ILogger logger;

    /// <param name="options">The broker; its group gets the suffix.</param>
    /// <param name="logger">Told of commits that failed.</param>
    public KafkaArchivedOffsets(KafkaClientOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.logger = logger;
        consumer = Open(options, logger);
    }

    /// <summary>A client of the group of archived positions, which it never joins.</summary>
    /// <param name="options">With the archiver's group.</param>
    internal static IConsumer<Ignore, Ignore> Open(KafkaClientOptions options, ILogger logger) =>
        new ConsumerBuilder<Ignore, Ignore>(ClientConfiguration.ForCursor(options with { ConsumerGroup = options.ConsumerGroup + Suffix }))
            .SetLogHandler((_, line) => Log.ClientSays(logger, line.Facility, line.Message))
            .SetErrorHandler((_, error) => Log.ClientError(logger, error.Code.ToString(), error.Reason))
            .Build();

    /// <inheritdoc/>
    public async Task CommitAsync(TopicPartition partition, long archivedNext, CancellationToken cancellationToken)
    {
        var offset = new TopicPartitionOffset(partition.Topic, partition.Partition, archivedNext);
        try
        {
            await Metrics.AskAsync(
                "commit_archived",
                () => Task.Run(() => consumer.Commit([offset]), cancellationToken).WaitAsync(Patience, cancellationToken)
            );
        }
        catch (KafkaException failure)
        {
            Log.CommitFailed(logger, failure.Error.Reason);
        }
        catch (TimeoutException)
        {
            Log.CommitFailed(logger, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    public async ValueTask DisposeAsync() => await Task.Run(consumer.Dispose);
}
