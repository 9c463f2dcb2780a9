using System.CommandLine;
using KafkaStore.Naming;

namespace KafkaStore.Cli.CommandLine;

/// <summary><c>--topic</c>, which most commands take several times.</summary>
internal static class TopicOption
{
    private const string Name = "--topic";

    public static Option<string[]> Create(string description) => OptionText.Several(Name, "TOPIC", description);

    /// <summary>Each once, in the order of their first mention; empty where the option is not there.</summary>
    /// <exception cref="UsageException">One can't be a topic.</exception>
    public static string[] Topics(this ParseResult result, Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).Distinct(StringComparer.Ordinal).Select(topic => Checked(topic))];

    /// <exception cref="UsageException">It can't be a topic.</exception>
    public static string Checked(string topic, string option = Name) => TopicName.IsValid(topic)
        ? topic
        : throw new UsageException($"'{topic}' can't be a Kafka topic: {option} takes 1 to {TopicName.MaximumLength} of a-z A-Z 0-9 . _ -");
}
