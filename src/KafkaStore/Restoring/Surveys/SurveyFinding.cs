namespace KafkaStore.Restoring.Surveys;

/// <summary>Something for which a restore does not begin.</summary>
/// <param name="Text">One sentence: what is so, with the setting and its value, and what would come of it; or a sentence more with what to do.</param>
public sealed record SurveyFinding(string Text)
{
    /// <summary>Nothing can be written while it is so. Otherwise whoever knows better may go on.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What has to be set instead; null where no setting helps.</summary>
    public TopicSetting? Remedy { get; init; }

    internal static SurveyFinding Final(string text) => new(text) { IsFinal = true };

    /// <summary>What can't be written at all.</summary>
    internal static IEnumerable<SurveyFinding> OfTimestamps(IEnumerable<SurveyedPartition> partitions)
    {
        SurveyedPartition[] affected = [.. partitions.Where(partition => partition.Unwritable > 0)];
        if (affected.Length == 0)
            yield break;
        long count = affected.Sum(partition => partition.Unwritable);
        yield return Final(
            $"{count} {(count == 1 ? "record has" : "records have")} the timestamp 0 (1970-01-01), the first at offset {affected[0].FirstUnwritable} of {affected[0].Source}, "
                + "which the Kafka client can't write unaltered. Leave such records out, and those without a timestamp, with --from-time 1; "
                + "kafka-store-reader --from-time 0 --to-time 1 reads them."
        );
    }

    internal static SurveyFinding NotEmpty(TopicPartition partition, long records) =>
        Final(
            $"{partition} has {records} {(records == 1 ? "record" : "records")} already. Restore into a new topic (--topic-map), or give --append to write behind them."
        );

    internal static SurveyFinding TooFew(string topic, int found, int needed) =>
        new(
            $"the topic {topic} has {Partitions(found)}, and the archive's has {needed}: what producers write from now on would get other partitions than the archived records of its keys. "
                + "Add partitions to it, or restore into a new topic with --topic-map."
        );

    internal static SurveyFinding Missing(TopicPartition partition, int found) =>
        Final(
            $"{partition.Topic} has {Partitions(found)} and so no partition {partition.Partition}. Add partitions to it, or restore into a new topic with --topic-map."
        );

    private static string Partitions(int count) => $"{count} {(count == 1 ? "partition" : "partitions")}";
}

/// <summary>One setting of a topic.</summary>
/// <param name="Name">Kafka's.</param>
public readonly record struct TopicSetting(string Topic, string Name, string Value);
