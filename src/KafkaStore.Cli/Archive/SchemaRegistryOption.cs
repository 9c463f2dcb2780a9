using KafkaStore.Schemas.Registry;

namespace KafkaStore.Cli.Archive;

/// <summary><c>--schema-registry</c>.</summary>
internal static class SchemaRegistryOption
{
    public static Option<string?> Create() =>
        OptionText.Create(
            "--schema-registry URL",
            "Also keep every schema that keys and values framed by Confluent's serializers name, once, in ~kafka-store/schemas of the archive, so that "
                + "kafka-store-reader decodes them without a registry: https://[USER:PASSWORD@]HOST[:PORT], or the two in "
                + $"{SchemaKeeping.UserVariable} and {SchemaKeeping.PasswordVariable}. A registry that can't be reached holds up nothing. [default: none are kept]"
        );

    /// <summary>Null when the option is not there.</summary>
    /// <exception cref="UsageException">The URL can't be used.</exception>
    public static SchemaRegistryOptions? SchemaRegistry(this ParseResult result, Option<string?> option)
    {
        if (result.GetValue(option) is not { } text)
            return null;
        try
        {
            return SchemaKeeping.Read(text, Environment.GetEnvironmentVariable)
                ?? throw new UsageException($"{option.Name} takes a URL such as https://HOST:8081, not '{text}'.");
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
