using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>Commands of the book that say what is archived, and how brokers are reached.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ConfigurationPagesTests : PageRun
{
    private const string First = "archive/orders/000000/00000000000000000000";

    [Fact]
    [RunsBlock("configuration-file")]
    public async Task AFileIsCheckedAndThenArchivedWith()
    {
        CreateTopic("orders", partitions: 1, records: 10);
        Configure("orders", "run: {exit-at-end: true, close-at-end: true, settling: 1s}");

        string output = (await RunAsync(Script("configuration-file"))).Succeed();

        Assert.Contains("orders", output);
        Assert.True(File.Exists(Below(First)));
    }

    [Fact]
    [RunsBlock("reload")]
    public async Task AChangedFileIsTakenUp()
    {
        foreach (string topic in (string[])["orders", "payments"])
            CreateTopic(topic, partitions: 1, records: 10);
        Configure("orders");
        await using var archiver = KafkaStoreProcess.Start(Place, [], []);
        await archiver.UntilAsync(run => run.Errors.Contains("Consuming from partitions: orders-0"));

        Configure("orders, payments");
        string output = (await RunAsync(Script("reload"))).Succeed();

        Assert.Equal("kafka-store.yaml: archived from now on: payments.\n", output);
    }

    [Fact]
    [RunsBlock("kafka-config")]
    public async Task TheFileOfKafkasOwnToolsReachesASecuredBroker()
    {
        Broker.CreateTopic("orders", partitions: 1)[0].Append(LogRecord.Numbered(7));
        using var authority = new TestAuthority();
        using X509Certificate2 certificate = authority.Issue("127.0.0.1");
        string[] blocks = Book.Run("kafka-config");
        Assert.Equal(2, blocks.Length);
        // The scripted broker takes PLAIN alone.
        string properties = Replaced(
            blocks[1],
            ("SCRAM-SHA-512", "PLAIN"),
            ("scram.ScramLoginModule", "plain.PlainLoginModule"),
            ("/etc/kafka/truststore.p12", Below("truststore.p12")),
            ("…", "hunter22")
        );
        Broker.Login = ("archiver", "hunter22");
        File.WriteAllBytes(
            Below("truststore.p12"),
            new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(authority.Certificate.RawData)).Export(
                X509ContentType.Pkcs12,
                "hunter22"
            )!
        );
        File.WriteAllText(Below("client.properties"), properties);
        await using var proxy = new TlsProxy(Broker.Nodes[0].Port, certificate);
        Broker.Nodes[0].AdvertisedPort = proxy.Port;

        ToolRun run = await RunAsync(
            $"{Replaced(blocks[0], ("broker:9093", $"127.0.0.1:{proxy.Port}")).TrimEnd()} --offset-reset earliest {ToTheEnd}"
        );

        run.Succeed();
        Assert.True(File.Exists(Below("kafka-data/orders/000000/00000000000000000000")), run.Errors);
    }

    [Fact]
    [RunsBlock("staging-key")]
    public async Task AStagingKeyIsMadeAndTaken()
    {
        CreateTopic("orders", partitions: 1, records: 10);

        (await RunAsync(Script("staging-key", ("…", Archiving())))).Succeed();

        Assert.True(File.Exists(Below(First)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Below("staging-keys.txt")));
    }

    private void Configure(string topics, string more = "") =>
        File.WriteAllText(
            Below("kafka-store.yaml"),
            $$"""
            kafka: {brokers: {{Broker.Bootstrap}}, group: archive}
            stores: [archive]
            topics: [{{topics}}]
            defaults: {offset-reset: earliest}
            {{more}}
            """
        );
}
