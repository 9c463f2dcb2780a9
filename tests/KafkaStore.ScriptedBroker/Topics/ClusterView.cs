using System.Collections.Frozen;

namespace KafkaStore.Scripted.Topics;

/// <summary>A partition as a node knows it: its leader may have changed since.</summary>
internal readonly record struct PartitionView(BrokerPartition Partition, int Leader, int LeaderEpoch);

/// <summary>A topic as a node knows it: it may be another one by now.</summary>
internal sealed record TopicView(Topic Topic, IReadOnlyList<PartitionView> Partitions)
{
    public static TopicView Of(Topic topic) =>
        new(topic, [.. topic.Partitions.Select(partition => new PartitionView(partition, partition.Leader, partition.LeaderEpoch))]);
}

/// <summary>All topics at one moment.</summary>
internal sealed class ClusterView(DateTimeOffset since, IEnumerable<TopicView> topics)
{
    private readonly FrozenDictionary<string, TopicView> byName = topics.ToFrozenDictionary(topic => topic.Topic.Name);

    public DateTimeOffset Since => since;

    public IReadOnlyList<TopicView> Topics { get; } = [.. topics.OrderBy(topic => topic.Topic.Name, StringComparer.Ordinal)];

    public TopicView? Find(string? name) => name is null ? null : byName.GetValueOrDefault(name);

    public TopicView? Find(Guid id) => Topics.FirstOrDefault(topic => topic.Topic.Id == id);
}
