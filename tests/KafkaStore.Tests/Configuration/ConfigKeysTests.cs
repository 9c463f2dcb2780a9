using System.CommandLine.Parsing;
using KafkaStore.Cli.Archive;
using KafkaStore.Cli.Configuration;
using KafkaStore.Cli.Configuration.Commands;

namespace KafkaStore.Tests.Configuration;

/// <summary>The one table of keys, held against the options, the page and the schema.</summary>
public sealed class ConfigKeysTests
{
    // What is of a single command line: where a configuration is, and texts.
    private static readonly string[] OfALine = ["--config", "--help", "--version", TopicOptions.Option];

    private static readonly IReadOnlyList<Option> Options = ArchiveCommand.Create(VerboseOption.Create()).Options.ToArray();

    public static TheoryData<string> Keys() => [.. ConfigKeys.All.Select(key => key.Path)];

    [Fact]
    public void EveryOptionOfTheArchiverHasAKeyAndTheOtherWayRound() =>
        Assert.Equal(
            Options.Select(option => option.Name).Except(OfALine).Except(StoreOptions.Names).Order(StringComparer.Ordinal),
            ConfigKeys.All.Select(key => key.Option).Where(option => option.Length > 0).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void NoTwoHaveAnythingInCommon()
    {
        Assert.Equal(ConfigKeys.All.Count, ConfigKeys.All.Select(key => key.Path).Distinct().Count());
        string[] variables = [.. ConfigKeys.All.SelectMany(key => new[] { key.Variable, key.OtherVariable }).OfType<string>()];
        Assert.Equal(variables.Length, variables.Distinct().Count());
    }

    [Fact]
    public void TopicsAndTheirPoliciesAreTakenUpWhileItRuns() =>
        Assert.All(
            ConfigKeys.All,
            key =>
                Assert.Equal(
                    key == ConfigKeys.Topics || key.Path.StartsWith($"{ConfigKeys.Defaults}.", StringComparison.Ordinal),
                    key.IsReloaded
                )
        );

    [Fact]
    public void ThePageHasThemAllAsTheyAre() =>
        Assert.Equal(
            ConfigKeys.All.Select(Row),
            File.ReadLines(Repository.PathOf("docs/configuration.md"))
                .Where(line => line.StartsWith("| `") && line.Contains("KAFKA_STORE_"))
        );

    [Fact]
    public void TheSchemaIsPublishedAsItIs() =>
        Assert.Equal(ConfigSchema.Text, File.ReadAllText(Repository.PathOf("docs/kafka-store.schema.json")).TrimEnd());

    [Theory]
    [MemberData(nameof(Keys))]
    public void AnExampleIsReadFromTheFile(string path)
    {
        ConfigEntry entry = Assert.Single(Sample.Read(Sample.With(path)).Entries);
        Assert.Equal(path, entry.Key.Path);
        Assert.Equal(Sample.Name, Path.GetFileName(entry.Origin.Place!.Value.File));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void TheEnvironmentWinsOverTheFile(string path)
    {
        ConfigKey key = ConfigKeys.Find(path)!;
        string value =
            key.Shape == ConfigShape.Map ? "{a: b}"
            : key.Shape == ConfigShape.Flag ? "false"
            : "other";
        string[] needed = key.VariableNeeds is { } option ? [$"{option}=0"] : [];
        ConfigEntry entry = Assert.Single(Sample.Read(Sample.With(path), (key.Variable, value), needed).Entries, entry => entry.Key == key);
        Assert.Null(entry.Origin.Place);
        Assert.Equal(key.Variable, entry.Origin.Name);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void AnOptionWinsOverBoth(string path)
    {
        ConfigKey key = ConfigKeys.Find(path)!;
        string option = key == ConfigKeys.Stores ? StoreOptions.Local : key.Option;
        string value = key.Shape switch
        {
            ConfigShape.Flag => "false",
            ConfigShape.Map => "security.protocol=typed",
            _ => "typed",
        };
        Configured read = Sample.Read(
            Sample.With(path),
            (key.Variable, key.Shape == ConfigShape.Map ? "{security.protocol: x}" : "true"),
            $"{option}={value}"
        );

        // Policies of topics stay, for those that are typed too.
        Assert.Equal(key == ConfigKeys.Topics ? 1 : 0, read.Entries.Count(entry => entry.Key == key));
        Assert.Equal(value, Assert.Single(((OptionResult)read.Result.GetResult(option)!).Tokens).Value);
    }

    private static string Row(ConfigKey key)
    {
        string option =
            key.Option.Length == 0 ? "one for each kind"
            : Options.First(each => each.Name == key.Option).Hidden ? "none"
            : $"`{key.Option}`";
        string variables = key.OtherVariable is { } other ? $"`{key.Variable}`, `{other}`" : $"`{key.Variable}`";
        return $"| `{key.Path}` | {option} | {variables} | {key.Since} | `{key.Example.Replace("|", "\\|")}` | {ConfigMeaning.Of(key).Replace("|", "\\|")} |";
    }
}
