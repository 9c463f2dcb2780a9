namespace KafkaStore.Cli.Configuration;

/// <summary>A member of <c>topics</c>.</summary>
/// <param name="Pattern">With <c>!</c> before it where it excludes.</param>
/// <param name="Policy">By <see cref="Archiving.PolicyKey"/>; empty where it has no policy of its own.</param>
internal sealed record ConfigTopic(ConfigText Pattern, IReadOnlyDictionary<string, ConfigText> Policy)
{
    /// <summary>One with no policy of its own.</summary>
    public static ConfigTopic Of(ConfigText pattern) => new(pattern, new Dictionary<string, ConfigText>());
}
