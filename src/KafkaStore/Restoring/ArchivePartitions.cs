using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Storage;

namespace KafkaStore.Restoring;

/// <summary>Which partitions an archive has, with one listing a partition: from the first object of one on to the first of the next.</summary>
internal static class ArchivePartitions
{
    // Markers start with it, and sort behind every topic.
    private const char Private = '~';

    /// <param name="store">The archive.</param>
    /// <param name="topics">Empty for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public static async Task<IReadOnlyList<TopicPartition>> ListAsync(
        IObjectReader store, IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        var partitions = new List<TopicPartition>();
        IEnumerable<string> prefixes = topics.Count == 0 ? [""] : topics.Select(topic => topic + "/");
        foreach (string prefix in prefixes)
        {
            string? startAt = null;
            while (await NextAsync(store, prefix, startAt, cancellationToken).ConfigureAwait(false) is { } found)
            {
                partitions.Add(found);
                startAt = new ArchiveName(found, long.MaxValue).ToString();
            }
        }

        partitions.Sort();
        return partitions;
    }

    private static async Task<TopicPartition?> NextAsync(IObjectReader store, string prefix, string? startAt, CancellationToken cancellationToken)
    {
        await foreach (ObjectEntry entry in store.ListAsync(prefix, startAt, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Name[0] == Private)
                return null;
            if (ArchiveName.TryParse(entry.Name, out ArchiveName name))
                return name.Partition;
        }

        return null;
    }
}
