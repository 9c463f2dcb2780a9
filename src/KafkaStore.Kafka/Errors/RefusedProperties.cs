using System.Text.RegularExpressions;
using KafkaStore.Kafka.ConfigFiles;
using KafkaStore.Storage;

namespace KafkaStore.Kafka.Errors;

/// <summary>What librdkafka says of properties that it refuses, in a sentence that holds nothing secret.</summary>
internal static partial class RefusedProperties
{
    public static KafkaPropertyException Translate(Exception refusal, IReadOnlyDictionary<string, Secret> properties)
    {
        Match unknown = Unknown().Match(refusal.Message);
        if (unknown.Success)
        {
            string name = unknown.Groups["name"].Value;
            string meant = ClientNames.Nearest(name) is { } nearest ? $" Did you mean {nearest}?" : " Correct its name or leave it out.";
            return new KafkaPropertyException($"there is no Kafka property {name}.{meant}", refusal);
        }

        if (refusal.Message.Contains("SASL mechanism GSSAPI", StringComparison.Ordinal))
        {
            return new KafkaPropertyException(
                "sasl.mechanism is GSSAPI, which it is where it is not given, and this machine has no libsasl2 for it: give PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER, or install libsasl2.",
                refusal
            );
        }

        string said = refusal.Message.TrimEnd('.');
        foreach ((_, Secret value) in properties.Where(property => MayBeSecret().IsMatch(property.Key) && property.Value.Text.Length > 0))
            said = said.Replace(value.Text, value.ToString(), StringComparison.Ordinal);
        return new KafkaPropertyException($"a Kafka property can't be used: {said}.", refusal);
    }

    [GeneratedRegex("No such configuration property: \"(?<name>.*)\"")]
    private static partial Regex Unknown();

    [GeneratedRegex("password|secret|pem|passphrase|token|sasl\\.oauthbearer\\.config|username")]
    private static partial Regex MayBeSecret();
}
