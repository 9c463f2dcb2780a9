using System.Security.Cryptography.X509Certificates;
using KafkaStore.Kafka.ConfigFiles;

namespace KafkaStore.Tests.ConfigFiles;

/// <summary>Stores of certificates and keys in all forms that Java's clients take, made for real.</summary>
public sealed class TlsFilesTests : IDisposable
{
    private const string Password = "hunter2";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-tls-");
    private readonly TestAuthority authority = new();
    private readonly TestAuthority between;
    private readonly X509Certificate2 client;

    public TlsFilesTests()
    {
        between = authority.Below("Between");
        client = between.Issue("client");
    }

    private string Chain => $"{client.ExportCertificatePem()}\n{between.Pem}\n";

    private string Key => client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    private string EncryptedKey =>
        client
            .GetECDsaPrivateKey()!
            .ExportEncryptedPkcs8PrivateKeyPem(
                Password,
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048)
            );

    public void Dispose()
    {
        client.Dispose();
        between.Dispose();
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void ATruststoreInPkcs12BecomesPem()
    {
        using var other = new TestAuthority("Other");
        string path = Pkcs12("trust.p12", authority.Certificate, other.Certificate);
        KafkaConfig config = Taken($"ssl.truststore.location={path}", "ssl.truststore.type=PKCS12", $"ssl.truststore.password={Password}");
        Assert.Equal(["ssl.ca.pem"], config.Properties.Keys);
        Assert.Equal(
            new[] { authority.Pem, other.Pem }.Order(StringComparer.Ordinal),
            Certificates(config.Properties["ssl.ca.pem"].Text).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void ATruststoreInPemIsTakenWhateverItsTypeSays()
    {
        string path = Write("trust.jks", $"a comment\n{authority.Pem}\n");
        KafkaConfig config = Taken($"ssl.truststore.location={path}", "ssl.truststore.type=JKS");
        Assert.Equal([authority.Pem], Certificates(config.Properties["ssl.ca.pem"].Text));
    }

    [Fact]
    public void AKeystoreInPkcs12IsTheClients()
    {
        string path = Pkcs12("own.p12", client, between.Certificate);
        KafkaConfig config = Taken($"ssl.keystore.location={path}", $"ssl.keystore.password={Password}", $"ssl.key.password={Password}");
        Assert.Equal(["ssl.keystore.location", "ssl.keystore.password"], config.Properties.Keys);
    }

    [Fact]
    public void AKeystoreInPemHoldsKeyAndChain()
    {
        string path = Write("own.pem", EncryptedKey + "\n" + Chain);
        KafkaConfig config = Taken($"ssl.keystore.location={path}", "ssl.keystore.type=PEM", $"ssl.key.password={Password}");
        Assert.Equal(["ssl.certificate.pem", "ssl.key.pem", "ssl.key.password"], config.Properties.Keys);
        Assert.Equal(2, Certificates(config.Properties["ssl.certificate.pem"].Text).Length);
    }

    [Theory]
    [InlineData("\\n")]
    [InlineData("\\n\\\n  ")]
    [InlineData("\\\n  ")] // the lines' ends are lost
    [InlineData(" ")]
    public void PemTextStandsInTheFileInAnyLayout(string lineEnd)
    {
        KafkaConfig config = Taken(
            $"ssl.truststore.certificates={authority.Pem.Replace("\n", lineEnd, StringComparison.Ordinal)}",
            $"ssl.keystore.certificate.chain={Chain.TrimEnd().Replace("\n", lineEnd, StringComparison.Ordinal)}",
            $"ssl.keystore.key={Key.Replace("\n", lineEnd, StringComparison.Ordinal)}"
        );
        Assert.Equal([authority.Pem], Certificates(config.Properties["ssl.ca.pem"].Text));
        Assert.Equal([client.ExportCertificatePem(), between.Pem], Certificates(config.Properties["ssl.certificate.pem"].Text));
        Assert.Equal(Key, config.Properties["ssl.key.pem"].Text.Trim());
    }

    [Theory]
    [InlineData("store.jks", "FEEDFEED", "ssl.truststore.location", "JKS", "")]
    [InlineData("my store.jks", "FEEDFEED", "ssl.keystore.location", "JKS", "")]
    [InlineData("store.p12", "CECECECE", "ssl.truststore.location", "JCEKS", " -srcstoretype JCEKS")]
    public void AStoreOfJavaAloneIsRefusedWithTheLineThatConvertsIt(string name, string magic, string property, string kind, string option)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, [.. Convert.FromHexString(magic), 0, 0, 0, 2]);
        string typed = path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;
        string converted = typed.Replace(".jks", ".p12", StringComparison.Ordinal);
        AssertRefused(
            $"{property} is {path}, a {kind} store, which only Java reads. Convert it with keytool -importkeystore -srckeystore {typed}{option} -destkeystore {converted} -deststoretype PKCS12 and name {converted}.",
            $"{property}={path}"
        );
    }

    [Fact]
    public void AWrongPasswordIsSaidAndNotShown()
    {
        string path = Pkcs12("trust.p12", authority.Certificate);
        AssertRefused(
            $"{path} can't be opened with ssl.truststore.password, or is damaged.",
            $"ssl.truststore.location={path}",
            "ssl.truststore.password=wrong-hunter2"
        );
        AssertRefused($"{path} can't be opened without a password: ssl.truststore.password gives it.", $"ssl.truststore.location={path}");
    }

    [Fact]
    public void AKeystoreThatDoesNotOpenIsRefusedByTheClientWithoutItsPassword()
    {
        string path = Pkcs12("own.p12", client);
        KafkaConfig config = Read($"ssl.keystore.location={path}", "ssl.keystore.password=wrong-hunter2", "security.protocol=SSL");
        KafkaPropertyException failure = Assert.Throws<KafkaPropertyException>(() => Use(config));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoStoreIsSaid()
    {
        string text = Write("some.txt", "hello");
        AssertRefused($"ssl.truststore.location is {text}, which is neither PEM nor PKCS#12.", $"ssl.truststore.location={text}");
        AssertRefused(
            $"ssl.keystore.location is {text}.not, which can't be read (there is no such file).",
            $"ssl.keystore.location={text}.not"
        );
        string keyless = Write("own.pem", Chain);
        AssertRefused($"{keyless} holds no PEM section PRIVATE KEY (-----BEGIN PRIVATE KEY-----).", $"ssl.keystore.location={keyless}");
        AssertRefused(
            "ssl.keystore.key needs ssl.keystore.certificate.chain.",
            $"ssl.keystore.key={Key.Replace("\n", " ", StringComparison.Ordinal)}"
        );
        AssertRefused(
            "ssl.truststore.certificates and ssl.truststore.location are both there: leave one out.",
            "ssl.truststore.certificates=x",
            $"ssl.truststore.location={text}"
        );
    }

    private static string[] Certificates(string pem)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(pem);
        return [.. found.Select(certificate => certificate.ExportCertificatePem())];
    }

    private static void Use(KafkaConfig config) =>
        KafkaCluster.ThrowIfNoClient(new KafkaClientOptions("127.0.0.1:1", "g") { Properties = config.Properties });

    private void AssertRefused(string problem, params string[] lines)
    {
        KafkaPropertyException failure = Assert.Throws<KafkaPropertyException>(() => Read(lines));
        Assert.Equal($"{Path.Combine(folder.FullName, "client.properties")}: {problem}", failure.Message);
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
    }

    // The client that is really loaded takes it.
    private KafkaConfig Taken(params string[] lines)
    {
        KafkaConfig config = Read(lines);
        Use(Read([.. lines, "security.protocol=SSL"]));
        Assert.Empty(config.Notes);
        return config;
    }

    private KafkaConfig Read(params string[] lines) =>
        KafkaConfigFile.Read(Write("client.properties", string.Join('\n', lines)), OptionNames.InWords);

    private string Pkcs12(string name, params X509Certificate2[] certificates)
    {
        string path = Path.Combine(folder.FullName, name);
        X509Certificate2[] stored =
        [
            .. certificates.Select(certificate =>
                certificate == client ? certificate : X509CertificateLoader.LoadCertificate(certificate.RawData)
            ),
        ];
        File.WriteAllBytes(path, new X509Certificate2Collection(stored).Export(X509ContentType.Pkcs12, Password)!);
        return path;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
