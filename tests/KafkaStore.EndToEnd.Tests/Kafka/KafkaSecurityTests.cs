using System.Security.Cryptography.X509Certificates;
using KafkaStore.Functions.Settings;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>What the settings say is taken by the client that is really loaded, and none of its secrets comes back.</summary>
public sealed class KafkaSecurityTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData("SaslSsl", "Plain")]
    [InlineData("SaslPlaintext", "ScramSha256")]
    [InlineData("SaslSsl", "ScramSha512")]
    [InlineData("Plaintext", "Plain")]
    [InlineData("Ssl", "")]
    public Task ABrokerThatIsNotThereShowsNoSecret(string protocol, string mode) =>
        AssertTakenAsync(protocol, mode, ("KafkaUsername", "user"), ("KafkaPassword", Secret));

    [Fact]
    public Task OAuthIsTaken() =>
        AssertTakenAsync(
            "SaslSsl",
            "OAuthBearer",
            ("KafkaOAuthClientId", "id"),
            ("KafkaOAuthClientSecret", Secret),
            ("KafkaOAuthScope", "scope"),
            ("KafkaOAuthTokenEndpointUrl", "https://127.0.0.1:1/token"),
            ("KafkaOAuthExtensions", "logicalCluster=lkc-1")
        );

    [Fact]
    public Task CertificatesAreTakenAsTextInOneLine()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=archiver", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        string pem = OneLine(certificate.ExportCertificatePem());
        return AssertTakenAsync(
            "Ssl",
            "",
            ("KafkaSslCaPem", pem),
            ("KafkaSslCertificatePem", pem),
            ("KafkaSslKeyPem", OneLine(key.ExportPkcs8PrivateKeyPem()))
        );
    }

    private static string OneLine(string pem) => pem.Replace("\n", "\\n");

    private static async Task AssertTakenAsync(string protocol, string mode, params (string Name, string Value)[] more)
    {
        var settings = new KafkaSettings(
            ["orders"],
            more.Append(("KafkaProtocol", protocol))
                .Append(("KafkaAuthenticationMode", mode))
                .Where(setting => setting.Item2.Length > 0)
                .ToDictionary(setting => KafkaSetting.All.Single(row => row.Name == setting.Item1), setting => setting.Item2)
        );
        using var loggers = new RecordingLoggers();
        var options = new KafkaClientOptions("127.0.0.1:1", "archiver")
        {
            Properties = settings.ClientProperties(),
            RequestTimeout = TimeSpan.FromMilliseconds(500),
            CursorPatience = TimeSpan.FromMilliseconds(500),
        };
        await using var log = new KafkaRecordLog(options, loggers.CreateLogger(""));
        Exception failure = await Assert.ThrowsAsync<BrokerUnavailableException>(() => log.GetBoundsAsync(["orders"], default));
        IEnumerable<string> said = [.. loggers.Lines.Select(line => line.Line), .. loggers.Exceptions.Select(logged => logged.ToString())];
        Assert.All(said.Append(failure.ToString()), line => Assert.DoesNotContain(Secret, line));
    }
}
