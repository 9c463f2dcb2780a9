using KafkaStore.Archiving;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KafkaStore.Cli.Configuration;

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

    private readonly string name;
    private readonly string folder;
    private readonly ConfigReferences references;
    private readonly Mistakes mistakes;
    private readonly List<ConfigEntry> entries = [];

    private ConfigFile(string path, Func<string, string?> variables, Mistakes mistakes)
    {
        name = path;
        folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        references = new ConfigReferences(folder, variables);
        this.mistakes = mistakes;
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
        var file = new ConfigFile(path, variables, mistakes);
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
            mistakes.Add($"{Place(e.Start)}: this is no YAML: {Sentence(e)}");
            return;
        }

        if (yaml.Documents is [_, var second, ..])
            Wrong(second.RootNode, "a second document begins here, and a configuration file has one");
        switch (yaml.Documents.FirstOrDefault()?.RootNode)
        {
            case null or YamlScalarNode { Value: null or "" }:
                break; // nothing but comments
            case YamlMappingNode root:
                ReadSection("", root);
                break;
            case var other:
                Wrong(other, "a configuration file is a map of keys, such as 'topics: [orders]'");
                break;
        }
    }

    private void ReadSection(string section, YamlMappingNode node)
    {
        string prefix = section.Length == 0 ? "" : section + ".";
        foreach ((YamlNode keyNode, YamlNode value) in node.Children)
        {
            string path = prefix + TextOf(keyNode);
            if (ConfigKeys.Find(path) is { } key)
                ReadKey(key, value);
            else if (!ConfigKeys.All.Any(known => known.Path.StartsWith(path + ".", StringComparison.Ordinal)))
                Unknown(keyNode, prefix);
            else if (value is YamlMappingNode inner)
                ReadSection(path, inner);
            else
                Wrong(value, $"{path} is a section with keys of its own: {string.Join(", ", Names(path + "."))}");
        }
    }

    private void Unknown(YamlNode node, string prefix)
    {
        string typed = TextOf(node);
        string[] names = [.. Names(prefix)];
        string where = prefix.Length == 0 ? "" : $" in {prefix.TrimEnd('.')}";
        string? elsewhere = ConfigKeys
            .All.Select(key => key.Path)
            .FirstOrDefault(path => path.EndsWith("." + typed, StringComparison.Ordinal));
        string remedy =
            NearestName.Of(typed, names) is { } near ? $"Did you mean {near}?"
            : elsewhere is not null ? $"Did you mean {elsewhere}?"
            : $"There are {string.Join(", ", names)}.";
        mistakes.Add($"{Place(node.Start)}: there is no key {typed}{where}. {remedy}");
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
                ConfigTopic[] topics = [.. list.Children.Select(ReadTopic).OfType<ConfigTopic>()];
                if (topics.Length > 0)
                    entries.Add(new ConfigEntry(key, [.. topics.Select(topic => topic.Pattern)]) { Topics = topics });
                break;
            case (ConfigShape.Topics, YamlScalarNode one) when ReadText(key.Path, key, one) is { } text:
                entries.Add(new ConfigEntry(key, [text]) { Topics = [ConfigTopic.Of(text)] });
                break;
            case (ConfigShape.List, YamlSequenceNode list):
                Add(key, list.Children.Select((child, i) => ReadText($"{key.Path}[{i}]", key, child)));
                break;
            case (ConfigShape.Map, YamlMappingNode map):
                Add(key, map.Children.Select(child => ReadPair(key, child.Key, child.Value)));
                break;
            case (ConfigShape.Flag, YamlScalarNode { Value: not ("true" or "false") } flag):
                Wrong(flag, $"{key.Path} takes true or false, not '{flag.Value}'");
                break;
            case (ConfigShape.Text or ConfigShape.List or ConfigShape.Flag, YamlScalarNode text):
                Add(key, [ReadText(key.Path, key, text)]);
                break;
            case (ConfigShape.Topics, not YamlScalarNode):
                Wrong(value, $"{key.Path} is a list, such as {key.Path}: {key.Example}");
                break;
            case (ConfigShape.Map, _):
                Wrong(value, $"{key.Path} is a map, such as {key.Path}: {key.Example}");
                break;
            case (_, not YamlScalarNode):
                Wrong(value, $"{key.Path} takes one value, such as {key.Path}: {key.Example}");
                break;
        }
    }

    private void Add(ConfigKey key, IEnumerable<ConfigText?> texts)
    {
        ConfigText[] read = [.. texts.OfType<ConfigText>()];
        if (read.Length > 0)
            entries.Add(new ConfigEntry(key, read));
    }

    private ConfigTopic? ReadTopic(YamlNode node, int index)
    {
        string path = $"topics[{index}]";
        if (node is YamlScalarNode name)
            return ReadText(path, ConfigKeys.Topics, name) is { } pattern ? ConfigTopic.Of(pattern) : null;
        if (node is not YamlMappingNode map)
        {
            Wrong(node, $"{path} is a name or pattern, or a map such as {{name: payments, file-age: 10m}}");
            return null;
        }

        ConfigText? found = null;
        var policy = new Dictionary<string, ConfigText>(StringComparer.Ordinal);
        foreach ((YamlNode keyNode, YamlNode value) in map.Children)
        {
            string key = TextOf(keyNode);
            if (key == "name")
                found = ReadText($"{path}.name", ConfigKeys.Topics, value);
            else if (!PolicyKey.All.Contains(key))
                UnknownOfTopic(keyNode, path);
            else if (ReadText($"{path}.{key}", ConfigKeys.Topics, value) is { } text)
                policy[key] = text;
        }

        if (!map.Children.Keys.Any(key => TextOf(key) == "name"))
            Wrong(node, $"{path} has no name, which says of what topic or pattern of topics it is");
        return found is null ? null : new ConfigTopic(found, policy);
    }

    private void UnknownOfTopic(YamlNode keyNode, string path)
    {
        string typed = TextOf(keyNode);
        string[] names = ["name", .. PolicyKey.All];
        string meant = NearestName.Of(typed, names) is { } near ? $" Did you mean {near}?" : "";
        mistakes.Add($"{Place(keyNode.Start)}: there is no key {typed} in {path}; there are {string.Join(", ", names)}.{meant}");
    }

    private ConfigText? ReadPair(ConfigKey key, YamlNode nameNode, YamlNode value)
    {
        string text = TextOf(nameNode);
        return ReadText($"{key.Path}.{text}", key, value) is { } read ? read with { Text = $"{text}={read.Text}" } : null;
    }

    private ConfigText? ReadText(string path, ConfigKey key, YamlNode node)
    {
        if (node is not YamlScalarNode { Value: { } value } scalar)
        {
            Wrong(node, $"{path} takes one value");
            return null;
        }

        if (value.Length == 0 && scalar.Style == ScalarStyle.Plain)
        {
            Wrong(node, $"{path} has no value: give it one, or leave the key out");
            return null;
        }

        try
        {
            string text = references.Resolve(value);
            return new ConfigText(key.IsPath ? FromFolder(text) : text, new ConfigOrigin(path, Place(node.Start)));
        }
        catch (UsageException e)
        {
            mistakes.Add($"{Place(node.Start)}: {path}: {e.Message}");
            return null;
        }
    }

    private string FromFolder(string text) =>
        text.Length == 0 || text.Contains("://", StringComparison.Ordinal) || Path.IsPathRooted(text)
            ? text
            : Path.GetFullPath(text, folder);

    private void Wrong(YamlNode node, string what) => mistakes.Add($"{Place(node.Start)}: {what}.");

    private static string TextOf(YamlNode node) => node is YamlScalarNode { Value: { } value } ? value : node.ToString();

    private ConfigPlace Place(Mark mark) => new(name, mark.Line, mark.Column);

    // The library puts the place before some of its texts, and a cause within.
    private static string Sentence(YamlException e)
    {
        string text = (e.InnerException ?? e).Message.TrimEnd('.');
        return text + ".";
    }
}
