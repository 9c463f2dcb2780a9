using System.Collections.Concurrent;
using KafkaStore.Broker;
using KafkaStore.Records;

namespace KafkaStore.LocalHost;

/// <summary>What a run that is to end at the ends seen at its start could not see the end of.</summary>
internal sealed class Unanswered
{
    private readonly ConcurrentDictionary<(string Topic, int? Partition), string> reasons = new();

    public void Begin(BoundsAnswer answer)
    {
        foreach (LogTrouble trouble in answer.Troubles)
            reasons[(trouble.Topic, trouble.Partition)] = trouble.Cause.Message;
    }

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

    /// <exception cref="BrokerUnavailableException">Something is not archived to its end.</exception>
    /// <param name="unreadable">What was met on the way.</param>
    public void ThrowIfAny(IEnumerable<KeyValuePair<TopicPartition, string>> unreadable)
    {
        string[] all = [.. reasons.Values.Concat(unreadable.Select(entry => entry.Value))];
        if (all.Length > 0)
        {
            throw new BrokerUnavailableException(
                $"What can be read is archived, and not all could: {string.Join(" ", all.Select(reason => reason.TrimEnd('.') + "."))} Run the same command again when that is mended."
            );
        }
    }
}
