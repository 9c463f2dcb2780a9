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
    private volatile Coming coming = new([], choice);

    /// <param name="topic">As Kafka has it.</param>
    public TopicPolicy Of(string topic)
    {
        Coming next = coming;
        return (next.Topics.Contains(topic) ? next.Choice : current).Of(topic);
    }

    /// <param name="partition">Of a topic as Kafka has it, or of a generation of it.</param>
    /// <param name="baseOffset">Of the segment.</param>
    public TopicPolicy OfSegment(TopicPartition partition, long baseOffset)
    {
        TopicPolicy policy = Of(TopicGeneration.TopicOf(partition.Topic));
        (long held, TopicPolicy ofHeld) = open.AddOrUpdate(
            partition,
            _ => (baseOffset, policy),
            (_, before) => before.Base >= baseOffset ? before : (baseOffset, policy)
        );
        return held == baseOffset ? ofHeld : policy;
    }

    /// <summary>Another choice holds for these topics alone, which are not archived yet.</summary>
    public void Prepare(IReadOnlyCollection<string> topics, PolicyChoice next) => coming = new Coming(topics, next);

    /// <summary>Another choice holds from now on.</summary>
    /// <returns>Whether it differs.</returns>
    public bool Change(PolicyChoice next)
    {
        bool differs = next.Defaults != current.Defaults || !next.Own.SequenceEqual(current.Own);
        current = next;
        coming = new Coming([], next);
        return differs;
    }

    /// <summary>What was prepared does not come.</summary>
    public void Withdraw() => coming = new Coming([], current);

    private sealed record Coming(IReadOnlyCollection<string> Topics, PolicyChoice Choice);
}
