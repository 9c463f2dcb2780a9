using KafkaStore.Reading.Heads;

namespace KafkaStore.Reading.Verification;

/// <summary>Which of the topics, ids and partitions that an archive once had are no longer there at all.</summary>
internal static class HeadsCheck
{
    public static void Run(IEnumerable<TopicHeads> expected, StoreSurvey survey, ProblemLog problems)
    {
        foreach (TopicHeads topic in expected)
        {
            if (!survey.Topics.Contains(topic.Topic))
            {
                problems.Add(
                    topic.Topic,
                    null,
                    ProblemKind.Gone,
                    $"there is neither an object nor a marker of it, and when its ends were noted it had {topic.Partitions.Count} partitions"
                );
                continue;
            }

            foreach (string id in topic.Ids.Except(survey.IdsOf(topic.Topic), StringComparer.Ordinal))
            {
                problems.Add(
                    MarkerName.Identity(TopicGeneration.TryParse(topic.Topic, out TopicGeneration generation) ? generation : default),
                    null,
                    ProblemKind.Gone,
                    $"no marker says any more that {topic.Topic} is the topic with the id {id}"
                );
            }

            foreach (PartitionHead head in topic.Partitions.Where(head => !survey.HasObjects(head.Partition)))
                CheckWithout(head, survey, problems);
        }
    }

    // A marker names it, and nothing was archived of it then either.
    private static void CheckWithout(PartitionHead head, StoreSurvey survey, ProblemLog problems)
    {
        if (head.ChainHash is null && survey.StartOf(head.Partition) == head.NextOffset)
            return;
        problems.Add(
            ArchiveName.Folder(head.Partition),
            null,
            ProblemKind.Gone,
            $"it has no object, and went on to offset {head.NextOffset} when its end was noted"
        );
    }
}
