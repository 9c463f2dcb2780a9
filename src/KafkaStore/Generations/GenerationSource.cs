using System.Collections.Concurrent;
using KafkaStore.Broker;

namespace KafkaStore.Generations;

/// <summary>A source under the names of generations: each of its partitions is of the generation that was assigned last.</summary>
/// <param name="source">Knows the topics of Kafka.</param>
/// <param name="resolve">The generation that a partition which a group gives is of; it may throw what a resume may.</param>
public sealed class GenerationSource(IRecordSource source, Func<TopicPartition, Task<TopicPartition>> resolve) : IRecordSource
{
    // By what Kafka calls it, and only what has another name. A group gives partitions before what was read under the former
    // assignment is delivered.
    private readonly Dictionary<TopicPartition, TopicPartition> assigned = [];
    private readonly ConcurrentDictionary<TopicPartition, TopicPartition> given = new();

    /// <inheritdoc/>
    public Task AssignAsync(IReadOnlyDictionary<TopicPartition, long> positions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(positions);
        assigned.Clear();
        foreach (TopicPartition partition in positions.Keys.Where(partition => KafkaTopic.Of(partition) != partition))
            assigned[KafkaTopic.Of(partition)] = partition;
        return source.AssignAsync(
            positions.ToDictionary(position => KafkaTopic.Of(position.Key), position => position.Value),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public Task MoveAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) =>
        source.MoveAsync(KafkaTopic.Of(partition), offset, cancellationToken);

    /// <inheritdoc/>
    public Task SubscribeAsync(
        IReadOnlyCollection<string> topics,
        Func<TopicPartition, Task<long>> resume,
        CancellationToken cancellationToken
    ) =>
        source.SubscribeAsync(
            topics,
            async partition =>
            {
                TopicPartition own = await resolve(partition);
                if (own != partition)
                    given[partition] = own;
                return await resume(own);
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask<SourceItems> ReadAsync(BatchLimits limits, TimeSpan patience, CancellationToken cancellationToken)
    {
        SourceItems items = await source.ReadAsync(limits, patience, cancellationToken);
        return assigned.Count == 0 && given.IsEmpty ? items : items.With([.. items.Select(Named)]);
    }

    /// <inheritdoc/>
    public long? SeenEnd(TopicPartition partition) => source.SeenEnd(KafkaTopic.Of(partition));

    /// <inheritdoc/>
    public void StoreOffset(TopicPartition partition, long next) => source.StoreOffset(KafkaTopic.Of(partition), next);

    /// <inheritdoc/>
    public Task CommitAsync(CancellationToken cancellationToken) => source.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private SourceItem Named(SourceItem item)
    {
        if (item.Item.Kind == LogItemKind.Assigned && given.TryGetValue(item.Partition, out TopicPartition own))
            assigned[item.Partition] = own;
        return item with { Partition = assigned.GetValueOrDefault(item.Partition, item.Partition) };
    }
}
