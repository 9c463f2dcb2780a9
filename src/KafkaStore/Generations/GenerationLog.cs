using KafkaStore.Broker;

namespace KafkaStore.Generations;

/// <summary>The broker's log under the names of generations: asked about one, it asks about the topic of Kafka that it is.</summary>
public sealed class GenerationLog(IRecordLog log) : IRecordLog
{
    /// <inheritdoc/>
    /// <param name="topics">Of each topic one generation at most: the one that the broker has.</param>
    public async Task<BoundsAnswer> AskBoundsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topics);
        var names = topics.ToDictionary(KafkaTopic.Of, topic => topic, StringComparer.Ordinal);
        BoundsAnswer answer = await log.AskBoundsAsync([.. names.Keys], cancellationToken);
        return new BoundsAnswer(
            [.. answer.Bounds.Select(bound => bound with { Partition = bound.Partition with { Topic = names[bound.Partition.Topic] } })],
            [.. answer.Troubles.Select(trouble => trouble with { Topic = names[trouble.Topic] })]
        );
    }

    /// <inheritdoc/>
    public Task<long?> FindEndAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        log.FindEndAsync(KafkaTopic.Of(partition), cancellationToken);

    /// <inheritdoc/>
    public ILogCursor OpenCursor(TopicPartition partition) => log.OpenCursor(KafkaTopic.Of(partition));
}
