using KafkaStore.Schemas.Registry;

namespace KafkaStore.Cli.Archive;

/// <summary><c>--schema-registry</c>, and the user and password that a configuration file or the environment may have.</summary>
internal sealed class SchemaRegistryOption
{
    private readonly Option<string?> url = OptionText.Create(
        "--schema-registry URL",
        "Also keep every schema that keys and values framed by Confluent's serializers name, once, in ~kafka-store/schemas of the archive, so that "
            + "kafka-store-reader decodes them without a registry: https://[USER:PASSWORD@]HOST[:PORT], or the two in "
            + $"{SchemaKeeping.UserVariable} and {SchemaKeeping.PasswordVariable}. A registry that can't be reached holds up nothing. [default: none are kept]"
    );

    private readonly Option<string?> user = OptionText.Hidden(
        "--schema-registry-user TEXT",
        "User at the registry, in place of one in its URL. [default: the URL's]"
    );

    private readonly Option<string?> password = OptionText.Hidden(
        "--schema-registry-password TEXT",
        "Password at the registry, in place of one in its URL. [default: the URL's]"
    );

    /// <summary>All, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [url, user, password];

    /// <summary>Null when the option is not there.</summary>
    /// <exception cref="UsageException">The URL can't be used.</exception>
    public SchemaRegistryOptions? Read(ParseResult result)
    {
        if (result.GetValue(url) is not { } text)
            return null;
        try
        {
            return SchemaKeeping.Read(text, name => result.GetValue(name == SchemaKeeping.UserVariable ? user : password))
                ?? throw new UsageException($"{url.Name} takes a URL such as https://HOST:8081, not '{text}'.");
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
