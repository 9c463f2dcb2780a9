namespace KafkaStore.Functions.Settings;

/// <summary>
/// Reads <c>KafkaStore__TopicPolicies</c>: JSON, by topic what it has of its own, by the keys that the configuration file has too:
/// <c>{"payments": {"file-age": "10m", "codec": "zstandard"}}</c>.
/// </summary>
internal static class TopicPoliciesText
{
    public const string Setting = "KafkaStore__TopicPolicies";

    /// <param name="text">Empty for none.</param>
    /// <param name="topics">Those that are archived: the trigger reads no other, so that a pattern would find none.</param>
    /// <param name="defaults">What holds where a topic has nothing of its own.</param>
    /// <param name="problem">Told of what can't be used, a clause each.</param>
    public static IReadOnlyList<PatternPolicy> Read(string text, IReadOnlyList<string> topics, TopicPolicy defaults, Action<string> problem)
    {
        var policies = new List<PatternPolicy>();
        foreach ((string topic, IReadOnlyDictionary<string, string> texts) in Parse(text, problem))
        {
            if (Misplaced(topic, topics) is { } why)
                problem($"{Setting} has {why}");
            else if (TopicPattern.Parse(topic) is { } pattern)
                policies.Add(new PatternPolicy(pattern, Policy(topic, texts, defaults, problem)));
        }

        return policies;
    }

    private static string? Misplaced(string topic, IReadOnlyList<string> topics)
    {
        if (topics.Contains(topic))
            return null;
        return topic.AsSpan().ContainsAny('*', '?')
            ? $"the pattern '{topic}', and triggers are of topics by name: write each topic of KafkaTopic by itself"
            : $"the topic '{topic}', which is not among those of KafkaTopic";
    }

    private static TopicPolicy Policy(string topic, IReadOnlyDictionary<string, string> texts, TopicPolicy defaults, Action<string> problem)
    {
        foreach (string key in texts.Keys.Except(PolicyKey.All))
        {
            string meant = NearestName.Of(key, PolicyKey.All) ?? string.Join(", ", PolicyKey.All);
            problem($"{Setting} has the key '{key}' for {topic}, and there are {meant}");
        }

        return new PolicyReading(texts, key => $"{Setting}: {key} of {topic}", sentence => problem(sentence.TrimEnd('.'))).Read(defaults);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Parse(string text, Action<string> problem)
    {
        var parsed = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(text))
            return parsed;
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (JsonProperty topic in document.RootElement.EnumerateObject())
                parsed[topic.Name] = topic.Value.EnumerateObject().ToDictionary(key => key.Name, key => key.Value.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            problem($$$"""{{{Setting}}} must be JSON such as {"payments": {"file-age": "10m"}}: {{{e.Message.TrimEnd('.')}}}""");
        }

        return parsed;
    }
}
