using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using KafkaStore.Cli.Configuration.Files;
using KafkaStore.Cli.Reader;

namespace KafkaStore.Cli.Configuration;

/// <summary>
/// A command line with what is configured put behind what was typed: options win over environment variables, and these over the file.
/// All that reads options reads both alike, and what it says of an option is said of the place where the value is written.
/// </summary>
internal sealed partial class Configured
{
    private readonly IReadOnlyDictionary<string, ConfigOrigin> origins;

    private Configured(ParseResult result, IReadOnlyDictionary<string, ConfigOrigin> origins)
    {
        Result = result;
        this.origins = origins;
    }

    public ParseResult Result { get; }

    /// <summary>Each key's value that the command takes and nobody typed.</summary>
    public IReadOnlyList<ConfigEntry> Entries { get; private init; } = [];

    /// <summary>Null where the key has none.</summary>
    public ConfigEntry? Find(ConfigKey key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>What is wrong with how it is written.</summary>
    public Mistakes Mistakes { get; private init; } = new();

    /// <summary>The file that was read; null for none.</summary>
    public string? File { get; private init; }

    /// <summary>What was typed alone.</summary>
    public static Configured Not(ParseResult typed) => new(typed, new Dictionary<string, ConfigOrigin>());

    /// <param name="arguments">The command line.</param>
    /// <param name="typed">The same, parsed.</param>
    /// <param name="config">The option that names a file.</param>
    /// <param name="variables">The environment.</param>
    /// <exception cref="UsageException">No file can be read.</exception>
    public static Configured Read(
        IReadOnlyList<string> arguments,
        ParseResult typed,
        Option<string?> config,
        Func<string, string?> variables
    )
    {
        ConfigUse use = UseOf(typed.CommandResult);
        if (use == ConfigUse.None)
            return Not(typed);
        var mistakes = new Mistakes();
        string? path = PathOf(typed.GetValue(config));
        IReadOnlyList<ConfigEntry> file = path is null ? [] : ConfigFile.Read(path, variables, mistakes);
        var environment = new ConfigEnvironment(variables, mistakes);
        var made = new ConfiguredArguments(typed, use);
        var taken = new List<ConfigEntry>();
        foreach (ConfigKey key in ConfigKeys.All.Where(key => key.Use.HasFlag(use)))
        {
            if ((environment.Find(key) ?? file.FirstOrDefault(entry => entry.Key == key)) is { } entry && made.Add(entry))
                taken.Add(entry);
        }

        ParseResult result = made.Added.Count == 0 ? typed : Parse(typed, arguments, made.Added);
        return new Configured(result, made.Origins)
        {
            Entries = taken,
            File = path,
            Mistakes = mistakes,
        };
    }

    /// <summary>A sentence on what was typed, as one on where it is written.</summary>
    public string Explain(string sentence)
    {
        ConfigPlace? place = null;
        string explained = OptionName()
            .Replace(
                sentence,
                match =>
                {
                    if (!origins.TryGetValue(match.Value, out ConfigOrigin? origin))
                        return match.Value;
                    place ??= origin.Place;
                    return origin.Name;
                }
            );
        place ??= origins
            .Where(origin => !origin.Key.StartsWith('-') && sentence.Contains(origin.Key, StringComparison.Ordinal))
            .OrderByDescending(origin => origin.Key.Length)
            .Select(origin => origin.Value.Place)
            .Concat(PlacesOf(sentence))
            .FirstOrDefault();
        return place is { } found ? $"{found}: {explained}" : explained;
    }

    // Of a value that it repeats.
    private IEnumerable<ConfigPlace?> PlacesOf(string sentence) =>
        Entries
            .Where(entry => !entry.Key.IsSecret)
            .SelectMany(entry => entry.Texts)
            .Where(text => sentence.Contains($"'{text.Text}'", StringComparison.Ordinal))
            .Select(text => text.Origin.Place);

    private static string? PathOf(string? given) =>
        given switch
        {
            "" => throw new UsageException($"{ConfigOption.Name} takes a file, not ''."),
            null when !System.IO.File.Exists(ConfigFile.DefaultName) && System.IO.File.Exists(ConfigFile.OtherName) =>
                throw new UsageException(
                    $"there is a file {ConfigFile.OtherName} here, and {ConfigFile.DefaultName} is what is looked for. Rename it, or name it with {ConfigOption.Name}."
                ),
            null => System.IO.File.Exists(ConfigFile.DefaultName) ? ConfigFile.DefaultName : null,
            _ => given,
        };

    private static ParseResult Parse(ParseResult typed, IReadOnlyList<string> arguments, IReadOnlyList<string> added)
    {
        int end = arguments.TakeWhile(argument => argument != "--").Count();
        return typed.RootCommandResult.Command.Parse([.. arguments.Take(end), .. added, .. arguments.Skip(end)], typed.Configuration);
    }

    private static ConfigUse UseOf(CommandResult command) =>
        (command.Command.Name, command.Parent as CommandResult) switch
        {
            (ReaderCommand.Name, _) => ConfigUse.Others,
            (_, null) => ConfigUse.Archive,
            ("quickstart" or "dev-broker", _) or (_, { Command.Name: "config" or "completion" }) => ConfigUse.None,
            ("resume" or "status", _) => ConfigUse.Resume,
            ("serve", _) => ConfigUse.Serve,
            ("estimate", _) => ConfigUse.Estimate,
            ("verify", _) => ConfigUse.Verify,
            (_, { Command.Name: "catalog" }) => ConfigUse.Catalog,
            _ => ConfigUse.Others,
        };

    [GeneratedRegex(@"(?<![\w-])--[a-z0-9-]+", RegexOptions.CultureInvariant)]
    private static partial Regex OptionName();
}
