using KafkaStore.Archiving;
using KafkaStore.Cli.Configuration;

namespace KafkaStore.Cli.Archive;

/// <summary>Which topics are archived: <c>--topic</c>, and what a configuration says of topics.</summary>
internal sealed class TopicOptions
{
    /// <summary>Nobody types it: what is configured, on its way to <see cref="Selection"/> and <see cref="Own"/>.</summary>
    public const string Option = "--configured-topics";

    private readonly Option<string[]> topic = TopicOption.Create(
        "Topic to archive; all its partitions are. May be given several times. With * or ? a pattern, quoted, whose topics may come later; with ! before it those that are not archived. Required."
    );

    private readonly Option<string?> configured = OptionText.Hidden($"{Option} LIST", "Topics and policies, as a configuration has them.");

    /// <summary>Both, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [topic, configured];

    /// <summary>What is typed, or else configured.</summary>
    /// <exception cref="UsageException">Nothing is, or no topic can have such a name.</exception>
    public TopicSelection Selection(ParseResult result)
    {
        string[] typed = result.GetValue(topic) ?? [];
        var mistakes = new Mistakes();
        TopicSelection.Entry?[] entries =
        [
            .. typed.Length > 0
                ? typed.Distinct(StringComparer.Ordinal).Select(text => mistakes.Of(() => Entry(text, topic.Name)))
                : Members(result).Select(member => mistakes.Of(() => Entry(member.Pattern, member.Name))),
        ];
        mistakes.ThrowIfAny();
        var selection = new TopicSelection([.. entries.OfType<TopicSelection.Entry>()]);
        return selection.IsEmpty
            ? throw new UsageException("no topic is given: --topic TOPIC names what to archive, and may be given several times.")
            : selection;
    }

    /// <summary>
    /// Policies of their own, each a change of the one that holds for all. What a pattern finds begins at its first record unless something
    /// else is said: it may have come while nobody archived, and to stop for it would help nobody.
    /// </summary>
    /// <param name="choosesStart">Whether the one that holds for all says where a topic begins.</param>
    /// <param name="mistakes">Told what can't be used.</param>
    public IReadOnlyList<PatternPolicy> Own(ParseResult result, TopicPolicy defaults, bool choosesStart, Mistakes mistakes)
    {
        TopicPolicy found = choosesStart ? defaults : defaults with { OffsetReset = OffsetReset.Earliest };
        string[] typed = result.GetValue(topic) ?? [];
        IReadOnlyList<ConfigTopics.Member> members = Members(result);
        IEnumerable<PatternPolicy?> policies =
        [
            .. members.Select(member =>
                Of(member.Pattern, basis => new PolicyReading(member.Policy, member.NameOf, mistakes.Add).Read(basis))
            ),
            .. typed.Where(text => members.All(member => member.Pattern != text)).Select(text => Of(text, basis => basis)),
        ];
        PatternPolicy[] own = [.. policies.OfType<PatternPolicy>()];
        return own.All(policy => policy.Policy == defaults) ? [] : own;

        PatternPolicy? Of(string text, Func<TopicPolicy, TopicPolicy> change) =>
            TopicPattern.Parse(text) is { } pattern ? new PatternPolicy(pattern, change(pattern.IsName ? defaults : found)) : null;
    }

    private IReadOnlyList<ConfigTopics.Member> Members(ParseResult result) => ConfigTopics.Read(result.GetValue(configured));

    private static TopicSelection.Entry Entry(string text, string name)
    {
        if (TopicSelection.Entry.Parse(text) is { } entry)
            return entry;
        string plain = TopicOption.Checked(text.TrimStart('!'), name); // says what is wrong
        throw new UsageException($"{name} takes a topic, or a pattern of topics with * and ?, not '{plain}'.");
    }
}
