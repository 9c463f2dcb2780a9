using System.Collections.Concurrent;

namespace KafkaStore.Archiving;

/// <summary>
/// How topics are archived where that may change meanwhile. A segment keeps the policy that it was begun with, as long as the process
/// runs; after a restart those that are open get the one that holds then.
/// </summary>
/// <param name="choice">What holds at the start.</param>
public sealed class TopicPolicies(PolicyChoice choice)
{
    private readonly ConcurrentDictionary<TopicPartition, (long Base, TopicPolicy Policy)> open = new();
    private volatile PolicyChoice current = choice;
    private volatile Coming? coming;

    /// <param name="topic">As Kafka has it.</param>
    public TopicPolicy Of(string topic) => (coming is { } next && next.Topics.Contains(topic) ? next.Choice : current).Of(topic);

    /// <param name="partition">Of a topic as Kafka has it, or of a generation of it.</param>
    /// <param name="baseOffset">Of the segment.</param>
    public TopicPolicy OfSegment(TopicPartition partition, long baseOffset)
    {
        // Asked for each batch.
        if (open.TryGetValue(partition, out (long Base, TopicPolicy Policy) held) && held.Base == baseOffset)
            return held.Policy;
        TopicPolicy policy = Of(TopicGeneration.TopicOf(partition.Topic));
        held = open.AddOrUpdate(
            partition,
            _ => (baseOffset, policy),
            (_, before) => before.Base >= baseOffset ? before : (baseOffset, policy)
        );
        return held.Base == baseOffset ? held.Policy : policy;
    }

    /// <summary>Another choice holds for these topics alone, which are not archived yet.</summary>
    public void Prepare(IReadOnlyCollection<string> topics, PolicyChoice next) => coming = new Coming(topics, next);

    /// <summary>Another choice holds from now on.</summary>
    /// <returns>Whether it differs.</returns>
    public bool Change(PolicyChoice next)
    {
        bool differs = next.Defaults != current.Defaults || !next.Own.SequenceEqual(current.Own);
        current = next;
        coming = null;
        return differs;
    }

    /// <summary>What was prepared does not come.</summary>
    public void Withdraw() => coming = null;

    private sealed record Coming(IReadOnlyCollection<string> Topics, PolicyChoice Choice);
}
