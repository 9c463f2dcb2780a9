namespace KafkaStore.Reading.Heads;

/// <summary>Which of the topics, ids and partitions that an archive once had are no longer there at all.</summary>
internal static class HeadsCheck
{
    public static IEnumerable<HeadDifference> Gone(IEnumerable<TopicHeads> expected, KnownArchive archive) =>
        expected.SelectMany(topic => Gone(topic, archive));

    private static IEnumerable<HeadDifference> Gone(TopicHeads topic, KnownArchive archive)
    {
        if (!archive.Ids.TryGetValue(topic.Topic, out IReadOnlyCollection<string>? ids))
        {
            yield return Gone(
                topic.Topic,
                $"there is neither an object nor a marker of it, and it had {topic.Partitions.Count} partitions when its ends were noted"
            );
            yield break;
        }

        string marker = TopicGeneration.TryParse(topic.Topic, out TopicGeneration generation) ? MarkerName.Identity(generation) : "";
        foreach (string id in topic.Ids.Except(ids, StringComparer.Ordinal))
            yield return Gone(marker, $"no marker says any more that {topic.Topic} is the topic with the id {id}");
        foreach (PartitionHead head in topic.Partitions)
        {
            if (!archive.WithObjects.Contains(head.Partition) && !IsAsEmpty(head, archive))
            {
                yield return Gone(
                    ArchiveName.Folder(head.Partition),
                    $"it has no object, and went on to offset {head.NextOffset} when its end was noted"
                );
            }
        }
    }

    // A marker names it, and nothing was archived of it then either.
    private static bool IsAsEmpty(PartitionHead head, KnownArchive archive) =>
        head.ChainHash is null && archive.Starts.TryGetValue(head.Partition, out long start) && start == head.NextOffset;

    private static HeadDifference Gone(string name, string reason) => new(HeadDifferenceKind.Gone, name, null, reason);
}
