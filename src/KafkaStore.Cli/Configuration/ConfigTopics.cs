namespace KafkaStore.Cli.Configuration;

/// <summary>Topics on their way from a configuration to the option that nobody types, and back.</summary>
internal static class ConfigTopics
{
    public static string Write(IEnumerable<ConfigTopic> topics) =>
        JsonSerializer.Serialize(
            topics.Select(topic => new Member(
                topic.Pattern.Text,
                topic.Pattern.Origin.Name,
                topic.Policy.ToDictionary(policy => policy.Key, policy => policy.Value.Text),
                topic.Policy.ToDictionary(policy => policy.Key, policy => policy.Value.Origin.Name)
            ))
        );

    public static IReadOnlyList<Member> Read(string? text) => text is null ? [] : JsonSerializer.Deserialize<Member[]>(text)!;

    /// <param name="Pattern">With <c>!</c> before it where it excludes.</param>
    /// <param name="Name">What it is called where it is written.</param>
    /// <param name="Policy">By key.</param>
    /// <param name="Names">What those keys are called where they are written.</param>
    public sealed record Member(
        string Pattern,
        string Name,
        IReadOnlyDictionary<string, string> Policy,
        IReadOnlyDictionary<string, string> Names
    )
    {
        /// <summary>What a key is called in messages, whether it is there or not.</summary>
        public string NameOf(string key) => Names.GetValueOrDefault(key) ?? $"{Name}.{key}";
    }
}
