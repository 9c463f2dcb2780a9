using KafkaStore.Kafka.ConfigFiles;

namespace KafkaStore.Cli.CommandLine;

/// <summary>How brokers are spoken to, the same for every command that does.</summary>
internal sealed class KafkaOptions
{
    private readonly Option<string?> config = OptionText.Create(
        "--kafka-config FILE",
        "Properties of Kafka's own tools (security.protocol, ssl.truststore.location, sasl.jaas.config, …), or librdkafka's, for every client: "
            + "the place for secrets, which --kafka-property shows in the list of processes."
    );

    private readonly Option<string[]> property = OptionText.Several(
        "--kafka-property NAME=VALUE",
        "A librdkafka property for every client, such as security.protocol=SASL_SSL or session.timeout.ms=30000. May be given several times; wins over --kafka-config."
    );

    public void AddTo(Command command)
    {
        command.Options.Add(config);
        command.Options.Add(property);
    }

    /// <summary>The name of one that was given; null for none.</summary>
    public string? Given(ParseResult result) =>
        result.GetValue(config) is not null ? config.Name
        : result.GetValue(property) is { Length: > 0 } ? property.Name
        : null;

    /// <summary>Looks at all of it at once, the files that it names too; what a file has that means nothing is said on standard error.</summary>
    /// <param name="brokers">Empty where none is asked.</param>
    /// <exception cref="UsageException">An option can't be read.</exception>
    /// <exception cref="KafkaPropertyException">A property can't be used.</exception>
    public KafkaClientOptions Bind(ParseResult result, string brokers, string group, OptionNames names)
    {
        KafkaConfig file = result.GetValue(config) switch
        {
            null => KafkaConfig.None,
            "" => throw new UsageException($"{config.Name} takes a file, not ''."),
            var path => KafkaConfigFile.Read(path, names),
        };
        var options = new KafkaClientOptions(brokers, group) { Properties = file.OverriddenBy(Typed(result)), Names = names };
        if (brokers.Length > 0)
            KafkaCluster.ThrowIfNoClient(options);
        foreach (string note in file.Notes)
            Console.Error.WriteLine($"note: {note}");
        return options;
    }

    private Dictionary<string, Secret> Typed(ParseResult result)
    {
        var properties = new Dictionary<string, Secret>(StringComparer.Ordinal);
        foreach (string typed in result.GetValue(property) ?? [])
        {
            int equals = typed.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException(
                    $"{property.Name} takes NAME=VALUE, and one that was given has no name or no '='; it may be a secret and is not repeated here."
                );
            }

            properties[typed[..equals]] = new Secret(typed[(equals + 1)..]);
        }

        return properties;
    }
}
