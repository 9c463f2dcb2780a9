namespace KafkaStore.Kafka;

/// <summary>
/// Turns the function app's settings of the brokers, spelled as the Kafka trigger spells them, into librdkafka's properties,
/// so that the app's own clients speak to the brokers as the trigger does.
/// </summary>
public static class KafkaSecurity
{
    private static readonly Dictionary<string, string> Protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Plaintext"] = "plaintext",
        ["Ssl"] = "ssl",
        ["SaslPlaintext"] = "sasl_plaintext",
        ["SaslSsl"] = "sasl_ssl",
    };

    private static readonly Dictionary<string, string> Mechanisms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Gssapi"] = "GSSAPI",
        ["Plain"] = "PLAIN",
        ["ScramSha256"] = "SCRAM-SHA-256",
        ["ScramSha512"] = "SCRAM-SHA-512",
        ["OAuthBearer"] = "OAUTHBEARER",
    };

    private static readonly (string Setting, string Property)[] Login =
    [
        ("KafkaUsername", "sasl.username"),
        ("KafkaPassword", "sasl.password"),
    ];

    private static readonly (string Setting, string Property)[] OAuth =
    [
        ("KafkaOAuthClientId", "sasl.oauthbearer.client.id"),
        ("KafkaOAuthClientSecret", "sasl.oauthbearer.client.secret"),
        ("KafkaOAuthScope", "sasl.oauthbearer.scope"),
        ("KafkaOAuthTokenEndpointUrl", "sasl.oauthbearer.token.endpoint.url"),
        ("KafkaOAuthExtensions", "sasl.oauthbearer.extensions"),
    ];

    private static readonly (string Setting, string Property)[] Tls =
    [
        ("KafkaSslCaPem", "ssl.ca.pem"),
        ("KafkaSslCertificatePem", "ssl.certificate.pem"),
        ("KafkaSslKeyPem", "ssl.key.pem"),
    ];

    /// <summary>Reads all of them. What is empty is left out; what is not known is passed on, for the client to refuse it.</summary>
    /// <param name="find">The value of a setting, null or empty where it is not set.</param>
    /// <returns>For <see cref="KafkaClientOptions.Properties"/>; holds secrets.</returns>
    public static IReadOnlyDictionary<string, string> Properties(Func<string, string?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        var properties = new Dictionary<string, string>();
        string? Value(string name) => find(name)?.Trim() is { Length: > 0 } value ? value : null;
        void Put((string Setting, string Property)[] pairs, Func<string, string>? change = null)
        {
            foreach ((string setting, string property) in pairs)
            {
                if (Value(setting) is { } value)
                    properties[property] = change is null ? value : change(value);
            }
        }

        if (Value("KafkaProtocol") is not { } protocol)
            return properties;
        properties["security.protocol"] = Protocols.GetValueOrDefault(protocol, protocol);
        if (protocol.EndsWith("Ssl", StringComparison.OrdinalIgnoreCase))
        {
            // A setting has one line; the trigger's extension takes \n for a line's end, too.
            Put(Tls, pem => pem.Replace("\\n", "\n", StringComparison.Ordinal));
        }
        if (!protocol.StartsWith("Sasl", StringComparison.OrdinalIgnoreCase) || Value("KafkaAuthenticationMode") is not { } mode)
            return properties;
        string mechanism = Mechanisms.GetValueOrDefault(mode, mode);
        properties["sasl.mechanism"] = mechanism;
        if (mechanism == "OAUTHBEARER")
        {
            properties["sasl.oauthbearer.method"] = "oidc";
            Put(OAuth);
        }
        else
        {
            Put(Login);
        }
        return properties;
    }
}
