namespace KafkaStore.Tests.Settings;

public sealed class KafkaSettingsTests
{
    [Fact]
    public void EmptySettingsAreAsGoodAsNone()
    {
        Assert.Empty(
            SettingsOf.Kafka(("KafkaProtocol", ""), ("KafkaAuthenticationMode", " "), ("KafkaUsername", ""), ("KafkaSslCaPem", "")).Set
        );
        Assert.Empty(SettingsOf.Kafka(("KafkaAuthenticationMode", "NotSet")).Set);
    }

    [Fact]
    public void SeveralTopicsHaveCommasBetween() =>
        Assert.Equal(["orders", "payments.v2"], SettingsOf.Kafka(("KafkaTopic", "orders, payments.v2,")).Topics);

    [Fact]
    public void EveryTopicIsTheArchiversToo() => Assert.Equal(["a", "b"], SettingsOf.App(("KafkaTopic", "a,b")).Archiver.Topics);

    [Fact]
    public void NamesOfTheTriggersEnumsAreTakenInAnyCase()
    {
        KafkaSettings kafka = SettingsOf.Kafka(
            ("KafkaProtocol", "saslssl"),
            ("KafkaAuthenticationMode", "SCRAMSHA512"),
            ("KafkaUsername", "u"),
            ("KafkaPassword", "p")
        );
        Assert.Equal("SaslSsl", kafka[KafkaSetting.Protocol]);
        Assert.Equal("ScramSha512", kafka[KafkaSetting.Mechanism]);
    }

    [Theory]
    [InlineData("KafkaTopic", "", "KafkaTopic is not set")]
    [InlineData("KafkaTopic", "a,a", "names a topic twice")]
    [InlineData("KafkaTopic", "a,b c", "KafkaTopic has 'b c', which can't be a topic's name")]
    [InlineData("KafkaProtocol", "TLS", "KafkaProtocol is 'TLS' and must be Plaintext, Ssl, SaslPlaintext or SaslSsl")]
    [InlineData("KafkaProtocol", "SaslSsl", "KafkaProtocol is SaslSsl and KafkaAuthenticationMode is not set")]
    [InlineData("KafkaLagThreshold", "-1", "KafkaLagThreshold is '-1' and must be a whole number from 1")]
    [InlineData("KafkaPassword", "p", "KafkaPassword is set and KafkaProtocol is not")]
    [InlineData(
        "KafkaPassword",
        "@Microsoft.KeyVault(VaultName=v;SecretName=s)",
        "KafkaPassword is a Key Vault reference that the platform could not resolve"
    )]
    [InlineData("KafkaSslCaPem", "/ca.pem", "KafkaSslCaPem holds no PEM section CERTIFICATE")]
    [InlineData("KafkaSslKeyPem", "-----BEGIN ENCRYPTED PRIVATE KEY-----", "KafkaSslKeyPem holds no PEM section PRIVATE KEY")]
    public void WhatCannotBeUsedIsSaidInOneSentence(string name, string value, string part) =>
        Assert.Contains(part, SettingsOf.Problem((name, value)));

    [Theory]
    [InlineData("Plain", "KafkaUsername", "KafkaPassword")]
    [InlineData("ScramSha256", "KafkaUsername", "KafkaPassword")]
    [InlineData("OAuthBearer", "KafkaOAuthClientId", "KafkaOAuthClientSecret", "KafkaOAuthTokenEndpointUrl")]
    public void AMechanismSaysWhatItLacks(string mode, params string[] names)
    {
        string problem = SettingsOf.Problem(("KafkaProtocol", "SaslSsl"), ("KafkaAuthenticationMode", mode));
        Assert.All(names, name => Assert.Contains($"KafkaAuthenticationMode needs {name}, which is not set", problem));
    }

    [Fact]
    public void ANameOrPasswordInTheTokenEndpointsUrlIsRefusedAndNotRepeated()
    {
        string problem = SettingsOf.Problem(
            ("KafkaProtocol", "SaslSsl"),
            ("KafkaAuthenticationMode", "OAuthBearer"),
            ("KafkaOAuthClientId", "i"),
            ("KafkaOAuthClientSecret", "s"),
            ("KafkaOAuthTokenEndpointUrl", "https://u:hunter2@login.example/token")
        );
        Assert.Contains("KafkaOAuthTokenEndpointUrl has a name or password before the host", problem);
        Assert.DoesNotContain("hunter2", problem);
    }

    [Fact]
    public void AllProblemsAreSaidAtOnce()
    {
        string problem = SettingsOf.Problem(("KafkaTopic", ""), ("KafkaProtocol", "TLS"), ("KafkaStore:CodecLevel", "10"));
        Assert.Contains("KafkaTopic is not set", problem);
        Assert.Contains("KafkaProtocol is 'TLS'", problem);
        Assert.Contains("KafkaStore__CodecLevel is '10'", problem);
    }

    [Fact]
    public void ABatchOfTheLargestRecordsHasToFit()
    {
        string host = Repository.PathOf("host.json");
        Assert.Equal(2000, Limit(host, "32768"));
        string problem = Assert.Throws<Functions.Settings.AppSettingsException>(() => Limit(host, "65536")).Message;
        Assert.Contains("maxBatchSize in host.json is 2000 and records have up to 65536 bytes", problem);
        Assert.Contains("make maxBatchSize 1024 or less", problem);
        Assert.Equal(1024, Limit(host, "65536", "1024"));
    }

    private static int Limit(string host, string largest, string? maxBatchSize = null)
    {
        Functions.Settings.AppSettings.Read(
            SettingsOf.Configuration(
                ("KafkaStore:LargestRecordBytes", largest),
                ("AzureFunctionsJobHost:extensions:kafka:maxBatchSize", maxBatchSize)
            ),
            host
        );
        return maxBatchSize is null ? 2000 : int.Parse(maxBatchSize, System.Globalization.CultureInfo.InvariantCulture);
    }
}
