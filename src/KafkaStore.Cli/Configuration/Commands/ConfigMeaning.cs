using KafkaStore.Cli.Archive;

namespace KafkaStore.Cli.Configuration.Commands;

/// <summary>What keys mean, which their options say.</summary>
internal static class ConfigMeaning
{
    private static readonly Dictionary<string, string> Descriptions = ArchiveCommand
        .Create(VerboseOption.Create())
        .Options.ToDictionary(option => option.Name, option => option.Description ?? "");

    /// <summary>Sentences, with the default in square brackets at their end.</summary>
    public static string Of(ConfigKey key) => key.Meaning ?? Descriptions[key.Option];
}
