namespace KafkaStore.Functions.Settings;

/// <summary>What of a login a setting belongs to: it is used where that part is.</summary>
public enum KafkaSettingPart
{
    /// <summary>The protocol, which the others depend on.</summary>
    Protocol,

    /// <summary>The SASL mechanism.</summary>
    Mechanism,

    /// <summary>Of Plain and SCRAM.</summary>
    Password,

    /// <summary>PEM, of the protocols with TLS.</summary>
    Tls,

    /// <summary>Of OAuthBearer, which is OIDC with client credentials.</summary>
    OAuth,

    /// <summary>A number for the scale controller, which no client knows.</summary>
    Scaling,
}

/// <summary>
/// A setting of the brokers, beside where they are, with its name in each of the places that it reaches. This is the one
/// table of them: the trigger, the app's own clients, the sample, the settings page and both trees of <c>infra/</c> follow it.
/// </summary>
/// <param name="Name">As the app's setting.</param>
/// <param name="Trigger">The Kafka trigger's property.</param>
/// <param name="Client">librdkafka's property; empty where it has none.</param>
public sealed record KafkaSetting(string Name, KafkaSettingPart Part, string Trigger, string Client)
{
    public static readonly KafkaSetting Protocol = new("KafkaProtocol", KafkaSettingPart.Protocol, "protocol", "security.protocol")
    {
        Spellings = [("Plaintext", "plaintext"), ("Ssl", "ssl"), ("SaslPlaintext", "sasl_plaintext"), ("SaslSsl", "sasl_ssl")],
    };

    public static readonly KafkaSetting Mechanism = new(
        "KafkaAuthenticationMode",
        KafkaSettingPart.Mechanism,
        "authenticationMode",
        "sasl.mechanism"
    )
    {
        Spellings =
        [
            ("Gssapi", "GSSAPI"),
            ("Plain", "PLAIN"),
            ("ScramSha256", "SCRAM-SHA-256"),
            ("ScramSha512", "SCRAM-SHA-512"),
            ("OAuthBearer", "OAUTHBEARER"),
        ],
    };

    public static readonly KafkaSetting Username = new("KafkaUsername", KafkaSettingPart.Password, "username", "sasl.username");

    public static readonly KafkaSetting Password = new("KafkaPassword", KafkaSettingPart.Password, "password", "sasl.password")
    {
        IsSecret = true,
    };

    public static readonly KafkaSetting Authority = new("KafkaSslCaPem", KafkaSettingPart.Tls, "sslCaPEM", "ssl.ca.pem")
    {
        PemSection = "CERTIFICATE",
    };

    public static readonly KafkaSetting Certificate = new(
        "KafkaSslCertificatePem",
        KafkaSettingPart.Tls,
        "sslCertificatePEM",
        "ssl.certificate.pem"
    )
    {
        PemSection = "CERTIFICATE",
    };

    // The trigger's extension looks for this section only and passes over an encrypted key in silence.
    public static readonly KafkaSetting Key = new("KafkaSslKeyPem", KafkaSettingPart.Tls, "sslKeyPEM", "ssl.key.pem")
    {
        PemSection = "PRIVATE KEY",
        IsSecret = true,
    };

    public static readonly KafkaSetting ClientId = OfOAuth("KafkaOAuthClientId", "oAuthBearerClientId", "client.id");

    public static readonly KafkaSetting ClientSecret = OfOAuth("KafkaOAuthClientSecret", "oAuthBearerClientSecret", "client.secret") with
    {
        IsSecret = true,
    };

    public static readonly KafkaSetting TokenEndpoint = OfOAuth(
        "KafkaOAuthTokenEndpointUrl",
        "oAuthBearerTokenEndpointUrl",
        "token.endpoint.url"
    );

    /// <summary>All of them, in the order of the sample and the settings page.</summary>
    public static IReadOnlyList<KafkaSetting> All { get; } =
    [
        Protocol,
        Mechanism,
        Username,
        Password,
        Authority,
        Certificate,
        Key,
        ClientId,
        ClientSecret,
        OfOAuth("KafkaOAuthScope", "oAuthBearerScope", "scope"),
        TokenEndpoint,
        OfOAuth("KafkaOAuthExtensions", "oAuthBearerExtensions", "extensions"),
        new("KafkaLagThreshold", KafkaSettingPart.Scaling, "lagThreshold", ""),
    ];

    /// <summary>Never shown. What is secret or PEM lies in a key vault where there is one.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The section that its text has to have; null where it is no PEM.</summary>
    public string? PemSection { get; init; }

    /// <summary>Where it takes one of several values: each as the trigger spells it and as the client does. Null where it is free.</summary>
    public IReadOnlyList<(string Trigger, string Client)>? Spellings { get; init; }

    private static KafkaSetting OfOAuth(string name, string trigger, string client) =>
        new(name, KafkaSettingPart.OAuth, trigger, "sasl.oauthbearer." + client);
}
