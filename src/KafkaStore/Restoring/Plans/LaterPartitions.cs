using KafkaStore.Restoring.Journals;

namespace KafkaStore.Restoring.Plans;

/// <summary>Says which partitions came into the archive after a restore had begun, and so are not of it.</summary>
internal sealed class LaterPartitions(IObjectReader store, Action<string> note)
{
    private readonly ArchivedPartitions archived = new(store);

    public async Task NoteAsync(RestoreRequest asked, RestoreCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var begun = checkpoint.Partitions.Select(partition => partition.Source).ToHashSet();
        IEnumerable<TopicPartition> later =
            from partition in await archived.FindAsync(asked.Topics, cancellationToken)
            where !begun.Contains(partition) && (asked.Partitions.Count == 0 || asked.Partitions.Contains(partition.Partition))
            select partition;
        foreach (IGrouping<string, TopicPartition> topic in later.GroupBy(partition => partition.Topic))
        {
            string numbers = string.Join(',', topic.Select(partition => partition.Partition));
            note(
                $"the archive has got records of {topic.Key}-{numbers.Replace(",", $", {topic.Key}-", StringComparison.Ordinal)} since this restore began, which are not of it: "
                    + $"restore them with --topic {topic.Key} --partition {numbers} and a --state of their own."
            );
        }
    }
}
