using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KafkaStore.Cli.Configuration.Files;

/// <summary>
/// Reads a configuration file: which keys it has, their texts and where each is written. What a text means is not looked at here; what is
/// no key, or written in another shape, is a mistake with its line and column.
/// </summary>
internal sealed class ConfigFile
{
    /// <summary>The name that is looked for in the current folder.</summary>
    public const string DefaultName = "kafka-store.yaml";

    /// <summary>What some would call it, and nothing reads.</summary>
    public const string OtherName = "kafka-store.yml";

    // Written by people; a file of this size is something else.
    private const int MostBytes = 1024 * 1024;

    private readonly ConfigNodes nodes;
    private readonly TopicNodes topicNodes;
    private readonly List<ConfigEntry> entries = [];

    private ConfigFile(ConfigNodes nodes)
    {
        this.nodes = nodes;
        topicNodes = new TopicNodes(nodes);
    }

    /// <param name="path">As it was given.</param>
    /// <param name="variables">The environment, for references to it.</param>
    /// <param name="mistakes">Told of all that is wrong with it.</param>
    /// <returns>What it says of each key.</returns>
    public static IReadOnlyList<ConfigEntry> Read(string path, Func<string, string?> variables, Mistakes mistakes)
    {
        if (mistakes.Of(() => Load(path)) is { } text)
            return Parse(path, text, variables, mistakes);
        return [];
    }

    /// <inheritdoc cref="Read"/>
    /// <param name="text">Its content.</param>
    public static IReadOnlyList<ConfigEntry> Parse(string path, string text, Func<string, string?> variables, Mistakes mistakes)
    {
        var file = new ConfigFile(new ConfigNodes(path, variables, mistakes));
        file.Parse(text);
        return file.entries;
    }

    private static string Load(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"there is no configuration file {path}. Correct the path that --config gives.");
        try
        {
            return new FileInfo(path).Length <= MostBytes
                ? File.ReadAllText(path)
                : throw new UsageException($"{path} has more than {MostBytes} bytes, and a configuration file is one of some lines.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the configuration file {path} can't be read: {e.Message}");
        }
    }

    private void Parse(string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            nodes.Wrong(e.Start, $"this is no YAML: {Sentence(e)}");
            return;
        }

        if (yaml.Documents is [_, var second, ..])
            nodes.Wrong(second.RootNode, "a second document begins here, and a configuration file has one");
        switch (yaml.Documents.FirstOrDefault()?.RootNode)
        {
            case null or YamlScalarNode { Value: null or "" }:
                break; // nothing but comments
            case YamlMappingNode root:
                ReadSection("", root);
                break;
            case var other:
                nodes.Wrong(other, "a configuration file is a map of keys, such as 'topics: [orders]'");
                break;
        }
    }

    private void ReadSection(string section, YamlMappingNode node)
    {
        string prefix = section.Length == 0 ? "" : section + ".";
        foreach ((YamlNode keyNode, YamlNode value) in node.Children)
        {
            string path = prefix + ConfigNodes.TextOf(keyNode);
            if (ConfigKeys.Find(path) is { } key)
                ReadKey(key, value);
            else if (!ConfigKeys.All.Any(known => known.Path.StartsWith(path + ".", StringComparison.Ordinal)))
                Unknown(keyNode, prefix);
            else if (value is YamlMappingNode inner)
                ReadSection(path, inner);
            else
                nodes.Wrong(value, $"{path} is a section with keys of its own: {string.Join(", ", Names(path + "."))}");
        }
    }

    private void Unknown(YamlNode node, string prefix)
    {
        string typed = ConfigNodes.TextOf(node);
        string[] names = [.. Names(prefix)];
        string where = prefix.Length == 0 ? "" : $" in {prefix.TrimEnd('.')}";
        string? elsewhere = ConfigKeys
            .All.Select(key => key.Path)
            .FirstOrDefault(path => path.EndsWith("." + typed, StringComparison.Ordinal));
        string remedy =
            NearestName.Of(typed, names) is { } near ? $"Did you mean {near}?"
            : elsewhere is not null ? $"Did you mean {elsewhere}?"
            : $"There are {string.Join(", ", names)}.";
        nodes.Wrong(node.Start, $"there is no key {typed}{where}. {remedy}");
    }

    // Of the keys and sections that there are below.
    private static IEnumerable<string> Names(string prefix) =>
        ConfigKeys
            .All.Select(key => key.Path)
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(path => path[prefix.Length..].Split('.')[0])
            .Distinct(StringComparer.Ordinal);

    private void ReadKey(ConfigKey key, YamlNode value)
    {
        switch (key.Shape, value)
        {
            case (ConfigShape.Topics, YamlSequenceNode list):
                ConfigTopic[] topics = [.. list.Children.Select(topicNodes.Read).OfType<ConfigTopic>()];
                if (topics.Length > 0)
                    entries.Add(new ConfigEntry(key, [.. topics.Select(topic => topic.Pattern)]) { Topics = topics });
                break;
            case (ConfigShape.Topics, YamlScalarNode one) when nodes.ReadText(key.Path, key, one) is { } text:
                entries.Add(new ConfigEntry(key, [text]) { Topics = [ConfigTopic.Of(text)] });
                break;
            case (ConfigShape.List, YamlSequenceNode list):
                Add(key, list.Children.Select((child, i) => nodes.ReadText($"{key.Path}[{i}]", key, child)));
                break;
            case (ConfigShape.Map, YamlMappingNode map):
                Add(key, map.Children.Select(child => ReadPair(key, child.Key, child.Value)));
                break;
            case (ConfigShape.Flag, YamlScalarNode { Value: not ("true" or "false") } flag):
                nodes.Wrong(flag, $"{key.Path} takes true or false, not '{flag.Value}'");
                break;
            case (ConfigShape.Text or ConfigShape.List or ConfigShape.Flag, YamlScalarNode text):
                Add(key, [nodes.ReadText(key.Path, key, text)]);
                break;
            case (ConfigShape.Topics, not YamlScalarNode):
                nodes.Wrong(value, $"{key.Path} is a list, such as {key.Path}: {key.Example}");
                break;
            case (ConfigShape.Map, _):
                nodes.Wrong(value, $"{key.Path} is a map, such as {key.Path}: {key.Example}");
                break;
            case (_, not YamlScalarNode):
                nodes.Wrong(value, $"{key.Path} takes one value, such as {key.Path}: {key.Example}");
                break;
        }
    }

    private void Add(ConfigKey key, IEnumerable<ConfigText?> texts)
    {
        ConfigText[] read = [.. texts.OfType<ConfigText>()];
        if (read.Length > 0)
            entries.Add(new ConfigEntry(key, read));
    }

    private ConfigText? ReadPair(ConfigKey key, YamlNode nameNode, YamlNode value)
    {
        string text = ConfigNodes.TextOf(nameNode);
        return nodes.ReadText($"{key.Path}.{text}", key, value) is { } read ? read with { Text = $"{text}={read.Text}" } : null;
    }

    // The library puts the place before some of its texts, and a cause within.
    private static string Sentence(YamlException e)
    {
        string text = (e.InnerException ?? e).Message.TrimEnd('.');
        return text + ".";
    }
}
