namespace KafkaStore.Cli.Configuration.Commands;

/// <summary><c>kafka-store config print</c>: a line for every key, in the order of the table.</summary>
internal static class ConfigPrint
{
    private const string Masked = "***";

    /// <exception cref="UsageException">The file can't be read.</exception>
    public static void Write(ArchiverConfiguration configuration, TextWriter output)
    {
        configuration.Configured.Mistakes.ThrowIfAny();
        (string Left, string Right)[] lines = [.. ConfigKeys.All.SelectMany(key => Lines(key, configuration.Configured))];
        int width = Math.Min(lines.Max(line => line.Left.Length), 60);
        foreach ((string left, string right) in lines)
            output.WriteLine($"{left.PadRight(width)}  # {right}");
    }

    /// <summary>The same for programs.</summary>
    /// <exception cref="UsageException">The file can't be read.</exception>
    public static object Document(ArchiverConfiguration configuration)
    {
        configuration.Configured.Mistakes.ThrowIfAny();
        return new
        {
            Keys = ConfigKeys
                .All.Select(key => (Key: key, Entry: configuration.Configured.Find(key)))
                .Select(pair => new
                {
                    Key = pair.Key.Path,
                    Values = pair.Entry is { } entry ? Values(pair.Key, entry) : [],
                    Origin = pair.Entry?.Origin.ToString(),
                }),
        };
    }

    private static IEnumerable<string> Values(ConfigKey key, ConfigEntry entry) =>
        key == ConfigKeys.Topics ? entry.Topics.Select(OfTopic) : entry.Texts.Select(text => Member(key, text.Text));

    private static IEnumerable<(string Left, string Right)> Lines(ConfigKey key, Configured configured)
    {
        if (configured.Find(key) is not { } entry)
            return [($"{key.Path}:", "not set, so the default holds")];
        if (key.Shape == ConfigShape.Text || key.Shape == ConfigShape.Flag)
            return [($"{key.Path}: {Shown(key, entry.Texts[0].Text)}", entry.Origin.ToString())];
        return
        [
            ($"{key.Path}:", entry.Origin.ToString()),
            .. key == ConfigKeys.Topics
                ? entry.Topics.Select(topic => ($"  - {OfTopic(topic)}", topic.Pattern.Origin.ToString()))
                : entry.Texts.Select(text => ($"  - {Member(key, text.Text)}", text.Origin.ToString())),
        ];
    }

    private static string OfTopic(ConfigTopic topic) =>
        topic.Policy.Count == 0
            ? topic.Pattern.Text
            : $"{{name: {topic.Pattern.Text}, {string.Join(", ", topic.Policy.Select(policy => $"{policy.Key}: {policy.Value.Text}"))}}}";

    // Of a map the names are no secret.
    private static string Member(ConfigKey key, string text) =>
        key.Shape == ConfigShape.Map ? $"{text.Split('=', 2)[0]}: {Masked}" : Shown(key, text);

    private static string Shown(ConfigKey key, string text) => key.IsSecret ? Masked : WithoutQuery(text);

    // The URL of a store may have a SAS.
    private static string WithoutQuery(string text) =>
        text.Contains("://", StringComparison.Ordinal) && text.Split('?', 2) is [var before, _] ? $"{before}?{Masked}" : text;
}
