using System.Security.Cryptography.X509Certificates;
using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>The built program and a broker behind TLS, reached with the file that people have for Kafka's own tools.</summary>
public sealed class SecuredBrokerTests : IAsyncLifetime, IDisposable
{
    private const string Password = "hunter22";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-secured-");
    private readonly TestAuthority authority = new();
    private readonly TestAuthority between;
    private readonly ScriptedBroker broker = ScriptedBroker.Start();
    private TlsProxy? proxy;

    public SecuredBrokerTests() => between = authority.Below("Between");

    private string Archive => PathOf("a");

    public Task InitializeAsync()
    {
        broker.CreateTopic("orders", partitions: 2)[0].Append(LogRecord.Numbered(7));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (proxy is not null)
            await proxy.DisposeAsync();
        await broker.DisposeAsync();
        Assert.Empty(broker.Problems);
    }

    public void Dispose()
    {
        between.Dispose();
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task EveryCommandReachesABrokerWithTlsAndALogin()
    {
        string brokers = Secure();
        broker.Login = ("josh", Password);
        broker.CreateTopic("restored", partitions: 2);
        string config = Config(
            "# as Kafka's tools take it",
            $"bootstrap.servers={brokers}",
            "security.protocol=SASL_SSL",
            "sasl.mechanism=PLAIN",
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\",
            $"  username=\"josh\" password=\"{Password}\";",
            $"ssl.truststore.location={Truststore()}",
            "ssl.truststore.type=PKCS12",
            $"ssl.truststore.password={Password}",
            "key.deserializer=org.apache.kafka.common.serialization.StringDeserializer"
        );
        string[] notes =
        [
            $"note: {config}: bootstrap.servers is ignored: BROKERS says where the brokers are.",
            $"note: {config}: key.deserializer is ignored: it names Java classes.",
        ];

        (int code, string output, string errors) = await KafkaStoreProcess.RunAsync([
            .. Archiving(brokers),
            "--kafka-config",
            config,
            "--verbose",
        ]);
        Assert.True(code == 0, errors);
        Assert.Equal(notes[0].Replace("BROKERS", "--broker-list", StringComparison.Ordinal), errors.Split('\n')[0]);
        Assert.Equal(notes[1], errors.Split('\n')[1]);
        Assert.DoesNotContain(Password, output + errors, StringComparison.Ordinal);
        Assert.Single(new ArchiveFolder(Archive).Objects());

        string[] store = ["--local-store", Archive, "--kafka-config", config];
        (code, output, errors) = await KafkaStoreProcess.RunAsync(["verify", "--against-broker", brokers, .. store]);
        Assert.Equal((0, string.Join('\n', notes).Replace("BROKERS", "--against-broker", StringComparison.Ordinal) + "\n"), (code, errors));
        Assert.Contains("7 records of 1 partition equal", output, StringComparison.Ordinal);

        (code, output, errors) = await KafkaStoreProcess.RunAsync([
            "restore",
            "--to-broker",
            brokers,
            "--topic-map",
            "orders=restored",
            "--state",
            PathOf("state.json"),
            "--verify",
            .. store,
        ]);
        Assert.Equal((0, string.Join('\n', notes).Replace("BROKERS", "--to-broker", StringComparison.Ordinal) + "\n"), (code, errors));
        Assert.Contains("7 records equal to the archive's", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pkcs12")]
    [InlineData("pem file")]
    [InlineData("pem text")]
    public async Task AClientShowsItsCertificateAndTheOnesAboveIt(string form)
    {
        using X509Certificate2 client = between.Issue("josh");
        string brokers = Secure(clients: authority.Certificate);
        string key = client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        string chain = $"{client.ExportCertificatePem()}\n{between.Pem}\n";
        string config = Config([
            "security.protocol=SSL",
            $"ssl.truststore.certificates={OneLine(authority.Pem)}",
            .. form switch
            {
                "pkcs12" => new[]
                {
                    $"ssl.keystore.location={Pkcs12("own.p12", client, between.Certificate)}",
                    $"ssl.keystore.password={Password}",
                },
                "pem file" => [$"ssl.keystore.location={Written("own.pem", key + "\n" + chain)}", "ssl.keystore.type=PEM"],
                _ => [$"ssl.keystore.key={OneLine(key)}", $"ssl.keystore.certificate.chain={OneLine(chain)}"],
            },
        ]);
        (int code, _, string errors) = await KafkaStoreProcess.RunAsync([.. Archiving(brokers), "--kafka-config", config]);
        Assert.True(code == 0, errors);
        Assert.Single(new ArchiveFolder(Archive).Objects());
        Assert.True(proxy!.Connections > 0);
    }

    [Fact]
    public async Task AnAuthorityThatIsTypedWinsOverTheFiles()
    {
        using var other = new TestAuthority("Other");
        string brokers = Secure();
        string config = Config("security.protocol=SSL", $"ssl.truststore.certificates={OneLine(other.Pem)}");
        (int code, _, string errors) = await KafkaStoreProcess.RunAsync([.. Archiving(brokers), "--kafka-config", config]);
        Assert.Equal(
            (
                1,
                $"error: {brokers} shows a certificate that nobody trusted here has signed, or that is not of 127.0.0.1. Name its authority with ssl.truststore.location or ssl.ca.location.\n"
            ),
            (code, errors)
        );

        string typed = $"ssl.ca.location={Written("ca.pem", authority.Pem)}";
        (code, _, errors) = await KafkaStoreProcess.RunAsync([.. Archiving(brokers), "--kafka-config", config, "--kafka-property", typed]);
        Assert.True(code == 0, errors);
    }

    [Fact]
    public async Task AWrongPasswordIsSaidAndNotShown()
    {
        string brokers = Secure();
        broker.Login = ("josh", "another");
        string config = Config(
            "security.protocol=SASL_SSL",
            "sasl.mechanism=PLAIN",
            $"sasl.jaas.config=PlainLoginModule required username=\"josh\" password=\"{Password}\";",
            $"ssl.truststore.certificates={OneLine(authority.Pem)}"
        );
        (int code, string output, string errors) = await KafkaStoreProcess.RunAsync([
            .. Archiving(brokers),
            "--kafka-config",
            config,
            "--verbose",
        ]);
        Assert.Equal(1, code);
        Assert.Contains("Invalid username or password", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsToAPortWithoutItSaysWhatToCheck()
    {
        (int code, string output, string errors) = await KafkaStoreProcess.RunAsync([
            .. Archiving(broker.Bootstrap),
            "--kafka-property",
            "security.protocol=SSL",
        ]);
        broker.ForgetProblems();
        Assert.Equal((1, ""), (code, output));
        Assert.Equal(
            $"error: Kafka at {broker.Bootstrap} speaks no TLS, and security.protocol is SSL. Check security.protocol, or the port in --broker-list.\n",
            errors
        );
    }

    [Fact]
    public async Task NoTlsToAPortWithItSaysWhatToCheck()
    {
        (int code, string output, string errors) = await KafkaStoreProcess.RunAsync(Archiving(Secure()));
        Assert.Equal((1, ""), (code, output));
        Assert.Equal(
            $"error: 127.0.0.1:{proxy!.Port} speaks TLS, and security.protocol is PLAINTEXT. Set security.protocol to SSL or SASL_SSL, or check the port in --broker-list.\n",
            errors
        );
    }

    [Fact]
    public async Task NoLoginWhereOneIsWantedSaysWhatToCheck()
    {
        broker.Login = ("josh", Password);
        (int code, string output, string errors) = await KafkaStoreProcess.RunAsync(Archiving(broker.Bootstrap));
        Assert.Equal((1, ""), (code, output));
        Assert.Equal(
            $"error: Kafka at {broker.Bootstrap} answers and ends the connection when it is asked for topics: it seems to want a login, and security.protocol is PLAINTEXT. "
                + "Check security.protocol and sasl.mechanism.\n",
            errors
        );
    }

    private static string OneLine(string pem) => pem.TrimEnd().Replace("\n", "\\n", StringComparison.Ordinal);

    private string[] Archiving(string brokers) =>
        [
            "--broker-list",
            brokers,
            "--topic",
            "orders",
            "--group",
            "g",
            "--local-store",
            Archive,
            "--offset-reset",
            "earliest",
            "--exit-at-end",
            "--close-at-end",
            "--settling-seconds",
            "1",
        ];

    private string Secure(X509Certificate2? clients = null)
    {
        using X509Certificate2 server = authority.Issue("127.0.0.1");
        proxy = new TlsProxy(broker.Nodes[0].Port, server, clients);
        broker.Nodes[0].AdvertisedPort = proxy.Port;
        return $"127.0.0.1:{proxy.Port}";
    }

    private string Truststore() => Pkcs12("trust.p12", authority.Certificate);

    // A store's certificate without its key, but for the first's.
    private string Pkcs12(string name, params X509Certificate2[] certificates)
    {
        X509Certificate2[] stored =
        [
            .. certificates.Select(
                (certificate, i) => i == 0 && name == "own.p12" ? certificate : X509CertificateLoader.LoadCertificate(certificate.RawData)
            ),
        ];
        string path = PathOf(name);
        File.WriteAllBytes(path, new X509Certificate2Collection(stored).Export(X509ContentType.Pkcs12, Password)!);
        return path;
    }

    private string Config(params string[] lines) => Written("client.properties", string.Join('\n', lines));

    private string Written(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
