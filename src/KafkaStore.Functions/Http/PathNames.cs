namespace KafkaStore.Functions.Http;

/// <summary>Topics and partitions as they stand in a URL's path, checked before anything is looked up by them.</summary>
internal static class PathNames
{
    private const int MaximumPartitionDigits = 9;

    /// <exception cref="ProblemException">It can't be a topic's name.</exception>
    public static string Topic(string topic) =>
        TopicGeneration.IsName(topic)
            ? topic
            : throw ProblemException.Parameter(
                "topic",
                $"The topic in the path can't be one: names are 1 to {TopicName.MaximumLength} of a-z A-Z 0-9 . _ -, and ~g1 or another number after them for a topic that was created again"
            );

    /// <exception cref="ProblemException">One of the two can't be.</exception>
    public static TopicPartition Partition(string topic, string partition)
    {
        string name = Topic(topic);
        return
            partition.Length is > 0 and <= MaximumPartitionDigits
            && int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new TopicPartition(name, number)
            : throw ProblemException.Parameter("partition", "The partition in the path is a whole number from 0, as in /partitions/0.");
    }
}
