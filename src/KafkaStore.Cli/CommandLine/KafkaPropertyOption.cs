namespace KafkaStore.Cli.CommandLine;

/// <summary><c>--kafka-property</c>, the same for every command that talks to Kafka.</summary>
internal static class KafkaPropertyOption
{
    private const string Name = "--kafka-property";

    public static Option<string[]> Create() =>
        OptionText.Several(
            $"{Name} NAME=VALUE",
            "A librdkafka property for every client, such as security.protocol=SASL_SSL or session.timeout.ms=30000. May be given several times."
        );

    /// <exception cref="UsageException">One is not NAME=VALUE.</exception>
    public static Dictionary<string, string> KafkaProperties(this ParseResult result, Option<string[]> option)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string property in result.GetValue(option) ?? [])
        {
            int equals = property.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException(
                    $"{Name} takes NAME=VALUE, and one that was given has no name or no '='; it may be a secret and is not repeated here."
                );
            }

            properties[property[..equals]] = property[(equals + 1)..];
        }

        return properties;
    }

    /// <summary>Whether no client could be made because of a property that was given.</summary>
    public static bool AreRefused(this KafkaClientOptions kafka, Exception exception) =>
        kafka.Properties.Count > 0 && exception is ArgumentException or InvalidOperationException;

    public static UsageException Refused(Exception exception) => new($"a {Name} can't be used: {exception.Message}");
}
