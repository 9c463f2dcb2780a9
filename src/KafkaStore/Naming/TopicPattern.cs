using System.IO.Enumeration;

namespace KafkaStore.Naming;

/// <summary>
/// Names of topics as people list them: a name, or one with <c>*</c> for any number of characters and <c>?</c> for one. A dot is a dot,
/// since topics have them in their names. What the brokers keep for themselves no pattern matches: it begins with <c>__</c>.
/// </summary>
public sealed record TopicPattern
{
    private const string Internal = "__";

    private TopicPattern(string text) => Text = text;

    public string Text { get; }

    /// <summary>Whether it names one topic, which has to be there.</summary>
    public bool IsName => !HasWildcard(Text);

    /// <summary>Null where no topic can have such a name.</summary>
    public static TopicPattern? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!HasWildcard(text))
            return TopicName.IsValid(text) ? new TopicPattern(text) : null;
        string plain = text.Replace('*', 'x').Replace('?', 'x');
        return TopicName.IsValid(plain) ? new TopicPattern(text) : null;
    }

    /// <param name="topic">As Kafka has it.</param>
    public bool Matches(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return IsName
            ? Text == topic
            : !topic.StartsWith(Internal, StringComparison.Ordinal)
                && FileSystemName.MatchesSimpleExpression(Text, topic, ignoreCase: false);
    }

    public override string ToString() => Text;

    private static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');
}
