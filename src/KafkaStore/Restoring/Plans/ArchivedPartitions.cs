using KafkaStore.Markers;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Restoring.Plans;

/// <summary>Which partitions an archive has of topics, those without a record too.</summary>
internal sealed class ArchivedPartitions(IObjectReader store)
{
    private readonly ArchiveTopics topics = new(store);

    /// <summary>Those with an object, ordered, since a folder may hold other files, or none.</summary>
    /// <param name="wanted">Topics; empty for all that there are.</param>
    public async Task<IReadOnlyList<TopicPartition>> FindAsync(IReadOnlyCollection<string> wanted, CancellationToken cancellationToken)
    {
        var locator = new ArchiveLocator(store);
        var partitions = new List<TopicPartition>();
        await foreach (string topic in (wanted.Count == 0 ? topics.TopicsAsync(cancellationToken) : wanted.ToAsyncEnumerable()))
        {
            foreach (TopicPartition partition in await topics.PartitionsAsync(topic, cancellationToken))
            {
                if (await locator.FindFirstAsync(partition, cancellationToken) is not null)
                    partitions.Add(partition);
            }
        }

        partitions.Sort();
        return partitions;
    }

    /// <summary>Later generations of these topics that are not among them.</summary>
    public async Task<IReadOnlyList<string>> FindLaterAsync(IReadOnlyCollection<string> wanted, CancellationToken cancellationToken) =>
        [.. (await topics.WithGenerationsAsync(wanted, cancellationToken)).Except(wanted, StringComparer.Ordinal)];

    /// <summary>
    /// How many partitions the topic has as far as markers know: that of where the topic began has those of then, one of its own each
    /// that was added later.
    /// </summary>
    public async Task<int> CountMarkedAsync(string topic, CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (ObjectEntry entry in store.ListAsync($"{MarkerName.Root}{topic}/", null, cancellationToken))
        {
            var name = StoredName.Of(entry.Name);
            if (name.Kind != StoredNameKind.StartMarker || name.Partition.Topic != topic)
                continue;
            ReadOnlyMemory<byte> json = await MarkerContent.ReadAsync(store, entry.Name, entry.Length, cancellationToken);
            if (MarkerContent.Starts(json, name.Partition) is { Count: > 0 } starts)
                count = Math.Max(count, starts.Keys.Max() + 1);
        }

        return count;
    }
}
