using System.Collections.Concurrent;
using System.Diagnostics;

namespace KafkaStore.Functions.Telemetry;

/// <summary>
/// Which batches a seal's records came in, as far as this process accepted them itself: the latest 32 of each partition, since the last
/// seal. Remembers nothing while no span is made of batches.
/// </summary>
public sealed class BatchLinks
{
    private const int Most = 32;

    private readonly ConcurrentDictionary<TopicPartition, ConcurrentQueue<ActivityContext>> batches = new();

    /// <param name="batch">Its span.</param>
    internal void Add(TopicPartition partition, Activity batch)
    {
        ConcurrentQueue<ActivityContext> latest = batches.GetOrAdd(partition, static _ => new ConcurrentQueue<ActivityContext>());
        latest.Enqueue(batch.Context);
        while (latest.Count > Most)
            latest.TryDequeue(out _);
    }

    /// <summary>The next seal links to later ones.</summary>
    internal IReadOnlyList<ActivityLink> Take(TopicPartition partition) =>
        batches.TryRemove(partition, out ConcurrentQueue<ActivityContext>? latest)
            ? [.. latest.Take(Most).Select(context => new ActivityLink(context))]
            : [];
}
