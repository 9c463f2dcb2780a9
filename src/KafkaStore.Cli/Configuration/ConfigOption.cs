using KafkaStore.Cli.Configuration.Files;

namespace KafkaStore.Cli.Configuration;

/// <summary><c>--config</c>, the same for every command.</summary>
internal static class ConfigOption
{
    public const string Name = "--config";

    public static Option<string?> Create()
    {
        Option<string?> option = OptionText.Create(
            $"{Name} FILE",
            $"Configuration file in YAML: topics with policies of their own, stores, brokers and the rest. Options and environment variables win over it. [default: {ConfigFile.DefaultName} in the current folder, if there is one]"
        );
        option.Recursive = true;
        return option;
    }
}
