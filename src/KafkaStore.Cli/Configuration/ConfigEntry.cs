namespace KafkaStore.Cli.Configuration;

/// <summary>One text of a key's value.</summary>
/// <param name="Text">What it refers to put in its place.</param>
internal sealed record ConfigText(string Text, ConfigOrigin Origin);

/// <summary>What is said of a key in one place.</summary>
/// <param name="Texts">Of a map <c>NAME=VALUE</c>; of topics the patterns. At least one.</param>
internal sealed record ConfigEntry(ConfigKey Key, IReadOnlyList<ConfigText> Texts)
{
    /// <summary>Of the whole.</summary>
    public ConfigOrigin Origin => Texts[0].Origin is { Place: not null } inFile ? inFile with { Name = Key.Path } : Texts[0].Origin;

    /// <summary>Of <see cref="ConfigKeys.Topics"/> alone.</summary>
    public IReadOnlyList<ConfigTopic> Topics { get; init; } = [];
}
