namespace KafkaStore.Cli.CommandLine;

/// <summary><c>--topic</c>, which most commands take several times.</summary>
internal static class TopicOption
{
    private const string Name = "--topic";

    public static Option<string[]> Create(string description) => OptionText.Several($"{Name} TOPIC", description);

    /// <summary>Each once, in the order of their first mention; empty where the option is not there.</summary>
    /// <exception cref="UsageException">One can't be a topic.</exception>
    public static string[] Topics(this ParseResult result, Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).Distinct(StringComparer.Ordinal).Select(topic => Checked(topic))];

    /// <summary>Likewise of what an archive has, which may be a generation: <c>orders~g1</c>.</summary>
    /// <exception cref="UsageException">One can't be an archived topic.</exception>
    public static string[] ArchivedTopics(this ParseResult result, Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).Distinct(StringComparer.Ordinal).Select(topic => CheckedArchived(topic))];

    /// <exception cref="UsageException">It can't be an archived topic.</exception>
    public static string CheckedArchived(string topic, string option = Name) =>
        TopicGeneration.IsName(topic) ? topic : Checked(topic, option);

    /// <exception cref="UsageException">It can't be a topic.</exception>
    public static string Checked(string topic, string option = Name) =>
        topic switch
        {
            "." or ".." => throw new UsageException($"'{topic}' can't be a Kafka topic: no topic is named . or .. alone."),
            _ when TopicName.IsValid(topic) => topic,
            _ when TopicGeneration.TryParse(topic, out TopicGeneration generation) => throw new UsageException(
                $"'{topic}' is what an archive calls topic {generation.Topic} after it was created again, and no topic of Kafka's: {option} takes {generation.Topic}."
            ),
            _ when topic.Split(',') is { Length: > 1 } several && several.All(TopicName.IsValid) => throw new UsageException(
                $"'{topic}' are several topics: give {option} once for each."
            ),
            _ => throw new UsageException(
                $"'{topic}' can't be a Kafka topic: {option} takes 1 to {TopicName.MaximumLength} of a-z A-Z 0-9 . _ -"
            ),
        };
}
