using KafkaStore.Cli.Configuration.Files;

namespace KafkaStore.Cli.Configuration;

/// <summary>Reads what environment variables say of keys.</summary>
/// <param name="variables">The environment.</param>
/// <param name="mistakes">Told of what is wrong with them.</param>
internal sealed class ConfigEnvironment(Func<string, string?> variables, Mistakes mistakes)
{
    /// <summary>Null where the key has none that is set.</summary>
    public ConfigEntry? Find(ConfigKey key)
    {
        foreach (string name in new[] { key.Variable, key.OtherVariable }.OfType<string>())
        {
            if (variables(name) is { } text && !string.IsNullOrWhiteSpace(text))
                return Read(key, name, text.Trim());
        }

        return null;
    }

    private ConfigEntry? Read(ConfigKey key, string name, string text)
    {
        if (key.Shape is ConfigShape.List or ConfigShape.Map or ConfigShape.Topics && text[0] is '[' or '{')
            return ReadYaml(key, name, text);
        var origin = new ConfigOrigin(name, Place: null);
        switch (key.Shape)
        {
            case ConfigShape.Flag when text is not ("true" or "false"):
                mistakes.Add($"{name} takes true or false, not '{text}'.");
                return null;
            case ConfigShape.Map:
                mistakes.Add($"{name} takes a map in YAML, such as {key.Example}; what it has may be a secret and is not repeated here.");
                return null;
            case ConfigShape.List or ConfigShape.Topics:
                ConfigText[] texts =
                [
                    .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                        .Select(part => new ConfigText(part, origin)),
                ];
                return texts.Length == 0 ? null : new ConfigEntry(key, texts) { Topics = [.. texts.Select(ConfigTopic.Of)] };
            default:
                return new ConfigEntry(key, [new ConfigText(text, origin)]);
        }
    }

    private ConfigEntry? ReadYaml(ConfigKey key, string name, string text)
    {
        string[] sections = key.Path.Split('.');
        string yaml = string.Concat(sections.Select(section => $"{{{section}: ")) + text + new string('}', sections.Length);
        if (ConfigFile.Parse(name, yaml, variables, mistakes) is not [var entry])
            return null;
        var origin = new ConfigOrigin(name, Place: null);
        return entry with { Texts = [.. entry.Texts.Select(read => read with { Origin = origin })] };
    }
}
