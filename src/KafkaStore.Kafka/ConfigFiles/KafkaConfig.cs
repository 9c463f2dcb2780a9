using KafkaStore.Storage;

namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>What a properties file of Kafka's own tools says, as properties of this client.</summary>
/// <param name="Properties">By librdkafka's names.</param>
/// <param name="Notes">A sentence for each thing in it that means nothing here, in its order.</param>
public sealed record KafkaConfig(IReadOnlyDictionary<string, Secret> Properties, IReadOnlyList<string> Notes)
{
    // Of each the client would take all that it is given, one beside the other or one for the other.
    private static readonly string[][] OneThing =
    [
        ["ssl.ca.location", "ssl.ca.pem", "ssl.ca.certificate.stores"],
        ["ssl.certificate.location", "ssl.certificate.pem", "ssl.keystore.location"],
        ["ssl.key.location", "ssl.key.pem", "ssl.keystore.location"],
        ["sasl.mechanism", "sasl.mechanisms"],
    ];

    public static KafkaConfig None { get; } = new(new Dictionary<string, Secret>(), []);

    /// <summary>The file's properties and others that win over them, under whichever name.</summary>
    public IReadOnlyDictionary<string, Secret> OverriddenBy(IReadOnlyDictionary<string, Secret> winners)
    {
        ArgumentNullException.ThrowIfNull(winners);
        var merged = new OrderedDictionary<string, Secret>(Properties, StringComparer.Ordinal);
        foreach (string[] names in OneThing.Where(names => names.Any(winners.ContainsKey)))
        {
            foreach (string name in names)
                merged.Remove(name);
        }

        foreach ((string name, Secret value) in winners)
            merged[name] = value;
        return merged;
    }
}
