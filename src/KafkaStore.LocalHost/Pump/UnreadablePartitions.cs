using System.Collections.Concurrent;
using KafkaStore.Functions.Faults;
using KafkaStore.Generations;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// Partitions whose next offset is damaged at the broker: nothing more is read of them, and that offset is tried again, since a
/// replica may be whole or somebody may mend it. The others are read on.
/// </summary>
internal sealed class UnreadablePartitions(IRecordSource source, TroubleReport troubles, TimeProvider clock)
{
    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NextTry = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TopicPartition, Trouble> partitions = [];

    /// <summary>Why, by partition, where trying again did not help.</summary>
    public IEnumerable<KeyValuePair<TopicPartition, string>> Lasting =>
        partitions.Where(entry => entry.Value.Failures > 1).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Reason));

    /// <summary>Why it can't be read now; null where it can. May be called at any time.</summary>
    public string? ReasonOf(TopicPartition partition) => partitions.TryGetValue(partition, out Trouble trouble) ? trouble.Reason : null;

    public void Add(TopicPartition partition, string reason)
    {
        int failures = partitions.TryGetValue(partition, out Trouble before) ? before.Failures + 1 : 1;
        partitions[partition] = new Trouble(reason, failures, clock.GetTimestamp(), IsTried: false);
        troubles.Unreadable(partition, reason);
    }

    /// <summary>Something came of it, or it is another's now.</summary>
    public void Remove(TopicPartition partition)
    {
        if (!partitions.IsEmpty && partitions.TryRemove(partition, out _))
            troubles.Read(partition);
    }

    /// <param name="topic">Kafka's name; whichever generation it was.</param>
    public void RemoveTopic(string topic)
    {
        foreach (TopicPartition partition in partitions.Keys.Where(partition => KafkaTopic.Of(partition.Topic) == topic).ToArray())
            Remove(partition);
    }

    /// <summary>Tries those again that it is time for.</summary>
    public async Task GoOnAsync(PumpPositions positions, CancellationToken cancellationToken)
    {
        if (partitions.IsEmpty)
            return;
        foreach ((TopicPartition partition, Trouble trouble) in partitions.ToArray())
        {
            TimeSpan wait = trouble.Failures > 1 ? NextTry : FirstTry;
            if (trouble.IsTried || clock.GetElapsedTime(trouble.Since) < wait || !positions.Next.TryGetValue(partition, out long next))
                continue;
            partitions[partition] = trouble with { IsTried = true };
            await source.MoveAsync(partition, next, cancellationToken);
        }
    }

    private readonly record struct Trouble(string Reason, int Failures, long Since, bool IsTried);
}
