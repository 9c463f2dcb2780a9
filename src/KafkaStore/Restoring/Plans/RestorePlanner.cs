using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Plans;

/// <summary>Finds what an archive has of what is asked for.</summary>
public sealed class RestorePlanner(IObjectReader store)
{
    private readonly ArchivedPartitions archive = new(store);

    /// <exception cref="RestoreException">The archive lacks a topic or a partition, or two would go into one.</exception>
    public async Task<RestorePlan> PlanAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<TopicPartition> archived = await archive.FindAsync(request.Topics, cancellationToken);
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
        return new RestorePlan(partitions, await CountAsync(archived, request, cancellationToken))
        {
            Notes = [.. (await archive.FindLaterAsync(request.Topics, cancellationToken)).Select(Later)],
        };
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
            int known = await archive.CountMarkedAsync(topic.Key, cancellationToken);
            counts[request.TargetOf(new TopicPartition(topic.Key, 0)).Topic] = Math.Max(
                known,
                topic.Max(partition => partition.Partition) + 1
            );
        }

        return counts;
    }

    private static string Later(string generation) =>
        $"the archive also has {generation}, of the topic after it was deleted and created again: --topic {generation} --topic-map {generation}=NAME, with a --state of its own, restores that.";
}
