using KafkaStore.Archiving;
using YamlDotNet.RepresentationModel;

namespace KafkaStore.Cli.Configuration.Files;

/// <summary>Reads the members of <c>topics</c>: a name or pattern, or a map with one and a policy.</summary>
internal sealed class TopicNodes(ConfigNodes nodes)
{
    /// <param name="index">Of the member, from 0.</param>
    /// <returns>Null where it is a mistake, which is told.</returns>
    public ConfigTopic? Read(YamlNode node, int index)
    {
        string path = $"topics[{index}]";
        if (node is YamlScalarNode name)
            return nodes.ReadText(path, ConfigKeys.Topics, name) is { } pattern ? ConfigTopic.Of(pattern) : null;
        if (node is not YamlMappingNode map)
        {
            nodes.Wrong(node, $"{path} is a name or pattern, or a map such as {{name: payments, file-age: 10m}}");
            return null;
        }

        ConfigText? found = null;
        var policy = new Dictionary<string, ConfigText>(StringComparer.Ordinal);
        foreach ((YamlNode keyNode, YamlNode value) in map.Children)
        {
            string key = ConfigNodes.TextOf(keyNode);
            if (key == "name")
                found = nodes.ReadText($"{path}.name", ConfigKeys.Topics, value);
            else if (!PolicyKey.All.Contains(key))
                Unknown(keyNode, path);
            else if (nodes.ReadText($"{path}.{key}", ConfigKeys.Topics, value) is { } text)
                policy[key] = text;
        }

        if (!map.Children.Keys.Any(key => ConfigNodes.TextOf(key) == "name"))
            nodes.Wrong(node, $"{path} has no name, which says of what topic or pattern of topics it is");
        return found is null ? null : new ConfigTopic(found, policy);
    }

    private void Unknown(YamlNode keyNode, string path)
    {
        string typed = ConfigNodes.TextOf(keyNode);
        string[] names = ["name", .. PolicyKey.All];
        string meant = NearestName.Of(typed, names) is { } near ? $" Did you mean {near}?" : "";
        nodes.Wrong(keyNode.Start, $"there is no key {typed} in {path}; there are {string.Join(", ", names)}.{meant}");
    }
}
