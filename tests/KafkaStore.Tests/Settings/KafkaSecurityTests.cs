namespace KafkaStore.Tests.Settings;

public sealed class KafkaSecurityTests
{
    [Fact]
    public void NothingSetChangesNothing()
    {
        Assert.Empty(Properties());
        Assert.Empty(Properties(("KafkaProtocol", ""), ("KafkaPassword", " ")));
    }

    [Fact]
    public void ConfluentCloudIsSaslPlainOverTls() =>
        Assert.Equal(
            [("sasl.mechanism", "PLAIN"), ("sasl.password", "secret"), ("sasl.username", "key"), ("security.protocol", "sasl_ssl")],
            Properties(
                ("KafkaProtocol", "SaslSsl"),
                ("KafkaAuthenticationMode", "Plain"),
                ("KafkaUsername", "key"),
                ("KafkaPassword", "secret")
            )
        );

    [Fact]
    public void EventHubsIsTheSameWithItsConnectionString() =>
        Assert.Contains(
            ("sasl.username", "$ConnectionString"),
            Properties(
                ("KafkaProtocol", "SaslSsl"),
                ("KafkaAuthenticationMode", "Plain"),
                ("KafkaUsername", "$ConnectionString"),
                ("KafkaPassword", "Endpoint=sb://n/;…")
            )
        );

    [Theory]
    [InlineData("ScramSha256", "SCRAM-SHA-256")]
    [InlineData("ScramSha512", "SCRAM-SHA-512")]
    [InlineData("Gssapi", "GSSAPI")]
    public void MechanismsHaveTheirNames(string mode, string mechanism) =>
        Assert.Contains(
            ("sasl.mechanism", mechanism),
            Properties(
                ("KafkaProtocol", "SaslPlaintext"),
                ("KafkaAuthenticationMode", mode),
                ("KafkaUsername", "u"),
                ("KafkaPassword", "p")
            )
        );

    [Fact]
    public void MutualTlsTakesCertificatesInOneLine() =>
        Assert.Equal(
            [
                ("security.protocol", "ssl"),
                ("ssl.ca.pem", Lines("CERTIFICATE")),
                ("ssl.certificate.pem", Lines("CERTIFICATE")),
                ("ssl.key.pem", Lines("PRIVATE KEY")),
            ],
            Properties(
                ("KafkaProtocol", "Ssl"),
                ("KafkaAuthenticationMode", "Plain"),
                ("KafkaUsername", "ignored"),
                ("KafkaSslCaPem", Pem("CERTIFICATE")),
                ("KafkaSslCertificatePem", Pem("CERTIFICATE")),
                ("KafkaSslKeyPem", Pem("PRIVATE KEY"))
            )
        );

    [Fact]
    public void OAuthAsksTheTokenEndpoint() =>
        Assert.Equal(
            [
                ("sasl.mechanism", "OAUTHBEARER"),
                ("sasl.oauthbearer.client.id", "i"),
                ("sasl.oauthbearer.client.secret", "s"),
                ("sasl.oauthbearer.extensions", "logicalCluster=lkc-1"),
                ("sasl.oauthbearer.method", "oidc"),
                ("sasl.oauthbearer.scope", "x"),
                ("sasl.oauthbearer.token.endpoint.url", "https://t"),
                ("security.protocol", "sasl_ssl"),
            ],
            Properties(
                ("KafkaProtocol", "SaslSsl"),
                ("KafkaAuthenticationMode", "OAuthBearer"),
                ("KafkaOAuthClientId", "i"),
                ("KafkaOAuthClientSecret", "s"),
                ("KafkaOAuthScope", "x"),
                ("KafkaOAuthTokenEndpointUrl", "https://t"),
                ("KafkaOAuthExtensions", "logicalCluster=lkc-1"),
                ("KafkaPassword", "ignored")
            )
        );

    [Fact]
    public void PlaintextNeedsNoCredentialsAndSendsNone() =>
        Assert.Equal(
            [("security.protocol", "plaintext")],
            Properties(
                ("KafkaProtocol", "Plaintext"),
                ("KafkaAuthenticationMode", "Plain"),
                ("KafkaUsername", "u"),
                ("KafkaPassword", "p"),
                ("KafkaSslCaPem", Pem("CERTIFICATE"))
            )
        );

    private static string Pem(string section) => $"-----BEGIN {section}-----\\nMA==\\n-----END {section}-----";

    private static string Lines(string section) => Pem(section).Replace("\\n", "\n");

    private static IEnumerable<(string Name, string Value)> Properties(params (string Name, string? Value)[] settings) =>
        SettingsOf
            .Kafka(settings)
            .ClientProperties()
            .Select(pair => (pair.Key, pair.Value.Text))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal);
}
