using KafkaStore.Markers;
using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>Finds what an archive has of what is asked for.</summary>
public sealed class RestorePlanner(IObjectReader store)
{
    /// <exception cref="RestoreException">The archive lacks a topic or a partition, or two would go into one.</exception>
    public async Task<RestorePlan> PlanAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<TopicPartition> archived = await ArchivedAsync(request.Topics, cancellationToken);
        if (archived.Count == 0 && request.Topics.Count == 0)
            throw new RestoreException($"{store.DisplayName} has no archive objects. Check where the archive is.");
        foreach (string topic in request.Topics.Where(topic => archived.All(partition => partition.Topic != topic)))
            throw new RestoreException($"{store.DisplayName} has no topic {topic}. Check --topic and where the archive is.");
        foreach (string topic in request.TopicMap.Keys.Where(topic => archived.All(partition => partition.Topic != topic)))
        {
            throw new RestoreException(
                $"--topic-map names {topic}, which is not among the topics to be restored. Check --topic-map and --topic."
            );
        }

        foreach (int number in request.Partitions.Where(number => archived.All(partition => partition.Partition != number)))
            throw new RestoreException($"{store.DisplayName} has no partition {number} of what is to be restored. Check --partition.");

        List<RestorePartition> partitions =
        [
            .. archived
                .Where(partition => request.Partitions.Count == 0 || request.Partitions.Contains(partition.Partition))
                .Select(partition => new RestorePartition(request.Range with { Partition = partition }, request.TargetOf(partition))),
        ];
        ThrowIfGeneration(partitions);
        ThrowIfMerged(partitions);
        return new RestorePlan(partitions, await CountAsync(archived, request, cancellationToken));
    }

    // Those with an object, since a folder may hold other files, or none.
    private async Task<List<TopicPartition>> ArchivedAsync(IReadOnlyCollection<string> wanted, CancellationToken cancellationToken)
    {
        var topics = new ArchiveTopics(store);
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

    private static void ThrowIfGeneration(List<RestorePartition> partitions)
    {
        foreach (string target in partitions.Select(partition => partition.Target.Topic).Distinct(StringComparer.Ordinal))
        {
            if (TopicGeneration.TryParse(target, out TopicGeneration generation) && generation.Number > 0)
            {
                throw new RestoreException(
                    $"{target} is what the archive calls {generation.Topic} after that topic was deleted and created again, and no topic can be named so. Say where it goes with --topic-map {target}=NAME, or leave it out with --topic."
                );
            }
        }
    }

    private static void ThrowIfMerged(List<RestorePartition> partitions)
    {
        foreach (IGrouping<string, RestorePartition> target in partitions.GroupBy(partition => partition.Target.Topic))
        {
            string[] sources = [.. target.Select(partition => partition.Source.Topic).Distinct()];
            if (sources.Length > 1)
            {
                throw new RestoreException(
                    $"the topics {string.Join(" and ", sources)} would both go into {target.Key}. Give each a topic of its own with --topic-map."
                );
            }
        }
    }

    private async Task<Dictionary<string, int>> CountAsync(
        IReadOnlyList<TopicPartition> archived,
        RestoreRequest request,
        CancellationToken cancellationToken
    )
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (IGrouping<string, TopicPartition> topic in archived.GroupBy(partition => partition.Topic))
        {
            int known = await MarkedCountAsync(topic.Key, cancellationToken);
            counts[request.TargetOf(new TopicPartition(topic.Key, 0)).Topic] = Math.Max(
                known,
                topic.Max(partition => partition.Partition) + 1
            );
        }

        return counts;
    }

    // Partitions without a record have no object; the marker of where the topic began has them.
    private async Task<int> MarkedCountAsync(string topic, CancellationToken cancellationToken)
    {
        string name = MarkerName.Start(topic);
        if (await store.FindAsync(name, cancellationToken) is not { } found)
            return 0;
        ReadOnlyMemory<byte> json = await MarkerContent.ReadAsync(store, name, found.Length, cancellationToken);
        var whole = new TopicPartition(topic, StoredName.WholeTopic);
        return MarkerContent.Starts(json, whole) is { Count: > 0 } starts ? starts.Keys.Max() + 1 : 0;
    }
}
