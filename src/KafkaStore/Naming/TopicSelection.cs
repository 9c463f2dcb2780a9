namespace KafkaStore.Naming;

/// <summary>Which topics are archived: patterns in their order, of which the last that matches a topic decides, and <c>!</c> before one excludes.</summary>
/// <param name="entries">In their order.</param>
public sealed class TopicSelection(IReadOnlyList<TopicSelection.Entry> entries)
{
    private const char Not = '!';

    /// <summary>These topics alone.</summary>
    public static TopicSelection Of(IEnumerable<string> names) => new([.. names.Select(Entry.Parse).OfType<Entry>()]);

    /// <summary>Topics by their names, which have to be there; in the order of their first mention.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        .. entries
            .Where(entry => entry is { IsExcluded: false, Pattern.IsName: true })
            .Select(entry => entry.Pattern.Text)
            .Distinct(StringComparer.Ordinal)
            .Where(name => Selects(entries, name)),
    ];

    /// <summary>Whether topics may belong to it that nobody names.</summary>
    public bool HasPatterns { get; } = entries.Any(entry => entry is { IsExcluded: false, Pattern.IsName: false });

    /// <summary>Whether it can't select any topic.</summary>
    public bool IsEmpty => Names.Count == 0 && !HasPatterns;

    public bool Selects(string topic) => Selects(entries, topic);

    public override string ToString() => string.Join(", ", entries);

    private static bool Selects(IReadOnlyList<Entry> entries, string topic) =>
        entries.LastOrDefault(entry => entry.Pattern.Matches(topic)) is { IsExcluded: false };

    /// <param name="Pattern">Of topics.</param>
    /// <param name="IsExcluded">These are not archived.</param>
    public sealed record Entry(TopicPattern Pattern, bool IsExcluded)
    {
        /// <summary>Null where no topic can have such a name.</summary>
        public static Entry? Parse(string text)
        {
            ArgumentNullException.ThrowIfNull(text);
            bool isExcluded = text.StartsWith(Not);
            return TopicPattern.Parse(isExcluded ? text[1..].TrimStart() : text) is { } pattern ? new Entry(pattern, isExcluded) : null;
        }

        public override string ToString() => IsExcluded ? $"{Not}{Pattern}" : Pattern.ToString();
    }
}
