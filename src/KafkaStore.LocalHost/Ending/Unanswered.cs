using System.Collections.Concurrent;
using KafkaStore.Generations;

namespace KafkaStore.LocalHost.Ending;

/// <summary>What a run that is to end at the ends seen at its start could not see the end of.</summary>
internal sealed class Unanswered
{
    private const int WholeTopic = -1;

    private readonly ConcurrentDictionary<(string Topic, int? Partition), string> reasons = new();

    public void Begin(BoundsAnswer answer)
    {
        foreach (LogTrouble trouble in answer.Troubles)
            reasons[(trouble.Topic, trouble.Partition)] = trouble.Cause.Message;
    }

    public bool Has(TopicPartition partition) => reasons.ContainsKey((partition.Topic, partition.Partition));

    public void Add(TopicPartition partition, string reason) => reasons[(partition.Topic, partition.Partition)] = reason;

    /// <summary>The ends of those that were unanswered for and are not any more: they belong to the run from now on.</summary>
    public IReadOnlyList<LogBounds> Answered(BoundsAnswer answer)
    {
        if (reasons.IsEmpty)
            return [];
        LogBounds[] late =
        [
            .. answer.Bounds.Where(bounds =>
                reasons.ContainsKey((bounds.Partition.Topic, bounds.Partition.Partition))
                || reasons.ContainsKey((bounds.Partition.Topic, null))
            ),
        ];
        foreach (LogBounds bounds in late)
        {
            reasons.TryRemove((bounds.Partition.Topic, bounds.Partition.Partition), out _);
            reasons.TryRemove((bounds.Partition.Topic, null), out _);
        }

        return late;
    }

    /// <summary>Nothing is known of the topic any more, whichever generation it was.</summary>
    /// <param name="topic">Kafka's name.</param>
    public void RemoveTopic(string topic)
    {
        foreach ((string Topic, int? Partition) key in reasons.Keys.Where(key => KafkaTopic.Of(key.Topic) == topic))
            reasons.TryRemove(key, out _);
    }

    /// <summary>What is not archived to its end.</summary>
    /// <param name="unreadable">What was met on the way.</param>
    public IEnumerable<PartitionShortfall> Shortfalls(IEnumerable<KeyValuePair<TopicPartition, string>> unreadable) =>
        reasons
            .Select(reason => KeyValuePair.Create(new TopicPartition(reason.Key.Topic, reason.Key.Partition ?? WholeTopic), reason.Value))
            .Concat(unreadable)
            .Select(entry => new PartitionShortfall(
                entry.Key,
                $"it could not be read to its end: {entry.Value.TrimEnd('.')}. Run the same command again when that is mended."
            ));
}
