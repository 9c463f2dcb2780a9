using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KafkaStore.Cli.Configuration.Files;

/// <summary>What all nodes of a configuration file have in common: a value with what it refers to in its place, and where a mistake is.</summary>
internal sealed class ConfigNodes
{
    private readonly string name;
    private readonly string folder;
    private readonly ConfigReferences references;
    private readonly Mistakes mistakes;

    /// <inheritdoc cref="ConfigFile.Read"/>
    public ConfigNodes(string path, Func<string, string?> variables, Mistakes mistakes)
    {
        name = path;
        folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        references = new ConfigReferences(folder, variables);
        this.mistakes = mistakes;
    }

    /// <param name="path">Of the value, for messages.</param>
    /// <param name="key">Whose it is.</param>
    /// <returns>Null where it is a mistake, which is told.</returns>
    public ConfigText? ReadText(string path, ConfigKey key, YamlNode node)
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
            Wrong(node.Start, $"{path}: {e.Message}");
            return null;
        }
    }

    /// <param name="what">Without the full stop at its end.</param>
    public void Wrong(YamlNode node, string what) => Wrong(node.Start, what + ".");

    /// <param name="where">Where it begins.</param>
    /// <param name="sentences">What is wrong, and what to do.</param>
    public void Wrong(Mark where, string sentences) => mistakes.Add($"{Place(where)}: {sentences}");

    public static string TextOf(YamlNode node) => node is YamlScalarNode { Value: { } value } ? value : node.ToString();

    private ConfigPlace Place(Mark mark) => new(name, mark.Line, mark.Column);

    private string FromFolder(string text) =>
        text.Length == 0 || text.Contains("://", StringComparison.Ordinal) || Path.IsPathRooted(text)
            ? text
            : Path.GetFullPath(text, folder);
}
