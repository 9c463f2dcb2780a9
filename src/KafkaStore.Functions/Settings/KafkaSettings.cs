using System.Globalization;
using KafkaStore.Naming;
using Microsoft.Extensions.Configuration;

namespace KafkaStore.Functions.Settings;

/// <summary>What the app's settings say about the brokers: the same for the trigger and for the app's own clients.</summary>
/// <param name="Topics"><c>KafkaTopic</c>: one topic, or several with commas between; one trigger each.</param>
/// <param name="Set">
/// Every other setting of the brokers that is set, name to value; secrets among them. Name and value are spelled as in the
/// app's settings.
/// </param>
public sealed record KafkaSettings(IReadOnlyList<string> Topics, IReadOnlyDictionary<string, string> Set)
{
    private static readonly string[] Protocols = ["Plaintext", "Ssl", "SaslPlaintext", "SaslSsl"];
    private static readonly string[] Modes = ["Gssapi", "Plain", "ScramSha256", "ScramSha512", "OAuthBearer"];

    private static readonly string[] Names =
    [
        "KafkaProtocol",
        "KafkaAuthenticationMode",
        "KafkaUsername",
        "KafkaPassword",
        "KafkaSslCaPem",
        "KafkaSslCertificatePem",
        "KafkaSslKeyPem",
        "KafkaOAuthClientId",
        "KafkaOAuthClientSecret",
        "KafkaOAuthScope",
        "KafkaOAuthTokenEndpointUrl",
        "KafkaOAuthExtensions",
        "KafkaLagThreshold",
    ];

    /// <summary>The value of a setting, null where it is empty.</summary>
    public string? this[string name] => Set.GetValueOrDefault(name);

    /// <summary>Whether clients log in with SASL.</summary>
    public bool Sasl => this["KafkaProtocol"] is "SaslPlaintext" or "SaslSsl";

    /// <summary>Reads them all and adds a clause to <paramref name="problems"/> for each that can't be used; no clause holds a value that may be secret.</summary>
    public static KafkaSettings Read(IConfiguration configuration, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(problems);
        var set = new Dictionary<string, string>();
        foreach (string name in Names)
        {
            string? value = configuration[name]?.Trim();
            if (
                string.IsNullOrEmpty(value)
                || (name == "KafkaAuthenticationMode" && value.Equals("NotSet", StringComparison.OrdinalIgnoreCase))
            )
            {
                continue;
            }

            set[name] = value;
        }

        var settings = new KafkaSettings(ReadTopics(configuration["KafkaTopic"], problems), set);
        settings.Check(set, problems);
        return settings;
    }

    public override string ToString() => $"{string.Join(',', Topics)} with {string.Join(", ", Set.Keys)}";

    private static string[] ReadTopics(string? text, ICollection<string> problems)
    {
        string[] topics = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (topics.Length == 0)
            problems.Add("KafkaTopic is not set");
        if (topics.Distinct(StringComparer.Ordinal).Count() < topics.Length)
            problems.Add($"KafkaTopic is '{text}' and names a topic twice");
        foreach (string topic in topics.Where(topic => !TopicName.IsValid(topic)))
            problems.Add($"KafkaTopic has '{topic}', which can't be a topic's name: letters, digits, '.', '_' and '-' can");
        return topics;
    }

    private void Check(Dictionary<string, string> set, ICollection<string> problems)
    {
        foreach (string name in set.Keys.Where(name => set[name].StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(
                $"{name} is a Key Vault reference that the platform could not resolve: see the app's configuration in the portal for the reason"
            );
        }

        OneOf("KafkaProtocol", Protocols, set, problems);
        OneOf("KafkaAuthenticationMode", Modes, set, problems);
        if (
            this["KafkaLagThreshold"] is { } lag
            && !(long.TryParse(lag, NumberStyles.None, CultureInfo.InvariantCulture, out long offsets) && offsets > 0)
        )
        {
            problems.Add($"KafkaLagThreshold is '{lag}' and must be a whole number from 1");
        }

        if (
            this["KafkaProtocol"] is null
            && set.Keys.FirstOrDefault(name => name is not ("KafkaProtocol" or "KafkaLagThreshold")) is { } idle
        )
        {
            problems.Add($"{idle} is set and KafkaProtocol is not: say {string.Join(", ", Protocols[..^1])} or {Protocols[^1]}");
        }

        if (Sasl && this["KafkaAuthenticationMode"] is null)
            problems.Add($"KafkaProtocol is {this["KafkaProtocol"]} and KafkaAuthenticationMode is not set");
        if (Sasl && this["KafkaAuthenticationMode"] is "Plain" or "ScramSha256" or "ScramSha512")
            Needs("KafkaAuthenticationMode", ["KafkaUsername", "KafkaPassword"], problems);
        if (Sasl && this["KafkaAuthenticationMode"] is "OAuthBearer")
            Needs("KafkaAuthenticationMode", ["KafkaOAuthClientId", "KafkaOAuthClientSecret", "KafkaOAuthTokenEndpointUrl"], problems);
        if (this["KafkaSslCertificatePem"] is not null)
            Needs("KafkaSslCertificatePem", ["KafkaSslKeyPem"], problems);
        if (this["KafkaSslKeyPem"] is not null)
            Needs("KafkaSslKeyPem", ["KafkaSslCertificatePem"], problems);
        Pem("KafkaSslCaPem", "CERTIFICATE", problems);
        Pem("KafkaSslCertificatePem", "CERTIFICATE", problems);
        // The trigger's extension looks for this section only and passes over an encrypted key in silence.
        Pem("KafkaSslKeyPem", "PRIVATE KEY", problems);
    }

    // Spelled from here on as the trigger's enums are.
    private static void OneOf(string name, string[] values, Dictionary<string, string> set, ICollection<string> problems)
    {
        if (!set.TryGetValue(name, out string? value))
            return;
        if (values.FirstOrDefault(known => known.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } spelled)
            set[name] = spelled;
        else
            problems.Add($"{name} is '{value}' and must be {string.Join(", ", values[..^1])} or {values[^1]}");
    }

    private void Needs(string what, string[] names, ICollection<string> problems)
    {
        foreach (string name in names.Where(name => this[name] is null))
            problems.Add($"{what} needs {name}, which is not set");
    }

    private void Pem(string name, string section, ICollection<string> problems)
    {
        if (
            this[name] is { } text
            && !(
                text.Contains($"-----BEGIN {section}-----", StringComparison.Ordinal)
                && text.Contains($"-----END {section}-----", StringComparison.Ordinal)
            )
        )
        {
            problems.Add($"{name} holds no PEM section {section}");
        }
    }
}
