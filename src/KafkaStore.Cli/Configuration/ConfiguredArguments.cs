using System.CommandLine.Parsing;
using KafkaStore.Cli.Archive;

namespace KafkaStore.Cli.Configuration;

/// <summary>Makes arguments of what is configured, for the options that a command has and nobody typed.</summary>
/// <param name="typed">The command line.</param>
/// <param name="use">What the command takes.</param>
internal sealed class ConfiguredArguments(ParseResult typed, ConfigUse use)
{
    // They take several stores; every other command the first, which is the archive.
    private const string Mirror = "mirror";

    private readonly Dictionary<string, ConfigOrigin> origins = new(StringComparer.Ordinal);
    private readonly List<string> arguments = [];

    /// <summary>To be put behind those that were typed.</summary>
    public IReadOnlyList<string> Added => arguments;

    /// <summary>Where they come from, by what messages call them.</summary>
    public IReadOnlyDictionary<string, ConfigOrigin> Origins => origins;

    /// <summary>False where the command does not take it, or something that was typed wins over it.</summary>
    public bool Add(ConfigEntry entry)
    {
        ConfigKey key = entry.Key;
        if (!key.Use.HasFlag(use) || (use == ConfigUse.Verify && IsOfBrokers(key) && !IsTyped("--against-broker")))
            return false;
        if (key == ConfigKeys.Stores)
            return AddStores(entry);
        if (!Has(key.Option))
            return false;
        if (key == ConfigKeys.Topics)
            return AddTopics(entry);
        if (key.Shape == ConfigShape.Map)
            return AddPairs(entry);
        if (IsTyped(key.Option) || (entry.Origin.Place is null && !HasWhatVariableNeeds(key)))
            return false;
        if (key.Shape == ConfigShape.List)
            Add(key.Option, string.Join(',', entry.Texts.Select(text => text.Text)), entry.Origin);
        else
            Add(key.Option, entry.Texts[0].Text, entry.Origin);
        return true;
    }

    private static bool IsOfBrokers(ConfigKey key) => key.Path.StartsWith("kafka.", StringComparison.Ordinal);

    // A variable may be set for other commands too.
    private bool HasWhatVariableNeeds(ConfigKey key) =>
        key.VariableNeeds is not { } needed || IsTyped(needed) || origins.ContainsKey(needed);

    private bool AddStores(ConfigEntry entry)
    {
        if (!Has(StoreOptions.Local) || StoreOptions.Names.Any(IsTyped))
            return false;
        bool several = use is ConfigUse.Archive or ConfigUse.Resume || typed.CommandResult.Command.Name == Mirror;
        foreach (ConfigText text in several ? entry.Texts : entry.Texts.Take(1))
            Add(StoreOptions.NameFor(text.Text), text.Text, text.Origin);
        return true;
    }

    // Policies hold for topics that are typed too.
    private bool AddTopics(ConfigEntry entry)
    {
        Add(TopicOptions.Option, ConfigTopics.Write(entry.Topics), entry.Origin);
        if (!IsTyped(entry.Key.Option))
            origins.TryAdd(entry.Key.Option, entry.Origin);
        foreach (ConfigText text in entry.Topics.SelectMany(topic => topic.Policy.Values.Prepend(topic.Pattern)))
            origins.TryAdd(text.Origin.Name, text.Origin);
        return true;
    }

    // What was typed wins, name by name.
    private bool AddPairs(ConfigEntry entry)
    {
        string[] given = [.. Typed(entry.Key.Option).Select(NameOf)];
        ConfigText[] others = [.. entry.Texts.Where(text => !given.Contains(NameOf(text.Text)))];
        foreach (ConfigText text in others)
            Add(entry.Key.Option, text.Text, text.Origin);
        return others.Length > 0;
    }

    private static string NameOf(string pair) => pair.Split('=', 2)[0];

    private void Add(string option, string text, ConfigOrigin origin)
    {
        arguments.Add($"{option}={text}");
        origins.TryAdd(option, origin);
    }

    private bool Has(string option) => Options().Any(known => known.Name == option);

    private bool IsTyped(string option) =>
        Options().FirstOrDefault(known => known.Name == option) is { } found && typed.GetResult(found) is { Implicit: false };

    private IEnumerable<string> Typed(string option) =>
        Options().FirstOrDefault(known => known.Name == option) is { } found && typed.GetResult(found) is { } result
            ? result.Tokens.Select(token => token.Value)
            : [];

    private IEnumerable<Option> Options()
    {
        IEnumerable<Option> options = typed.CommandResult.Command.Options;
        for (SymbolResult? above = typed.CommandResult.Parent; above is CommandResult command; above = command.Parent)
            options = options.Concat(command.Command.Options.Where(option => option.Recursive));
        return options;
    }
}
