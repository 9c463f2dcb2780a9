using KafkaStore.Catalog.MySql;
using KafkaStore.Storage.Azure;
using KafkaStore.Storage.Gcs;
using KafkaStore.Storage.S3;

namespace KafkaStore.Tests.Secrets;

/// <summary>Whatever is wrong with a URL or a setting, what is said about it holds no secret.</summary>
public sealed class SecretsOfUrlsTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData("https://user:hunter2@acct.blob.core.windows.net/archive")]
    [InlineData("https://acct.blob.core.windows.net/archive?sv=2024-01-01&sig=hunter2")]
    [InlineData("https://acct.blob.core.windows.net/UPPER?sv=2024-01-01&sig=hunter2")]
    [InlineData("https://acct.blob.core.windows.net/archive?hunter2")]
    [InlineData("https://acct.example.com/archive?sig=hunter2")]
    [InlineData("http://user:hunter2@acct.blob.core.windows.net/archive")]
    [InlineData("s3://KEY:hunter2@bucket/prefix")]
    [InlineData("s3://KEY:hun/ter2@bucket/prefix")]
    [InlineData("s3://bucket/prefix?X-Amz-Signature=hunter2")]
    [InlineData("gs://user:hunter2@bucket/prefix")]
    [InlineData("gs://bucket/prefix?token=hunter2")]
    [InlineData("ftp://user:hunter2@host/folder")]
    [InlineData("ftp://host/folder?password=hunter2")]
    public void AStoresUrl(string url)
    {
        var said = new List<string>();
        void Say(Func<object?> parse) => said.Add(Said(parse));
        Say(() => StoreLocation.Parse(url));
        Say(() => StoreLocations.Parse(url, "staging", [url]));
        Say(() => AzureStoreUrl.Parse(url));
        Say(() => S3StoreUrl.Parse(url));
        Say(() => GcsStoreUrl.Parse(url));
        Say(() => SettingsOf.App(("KafkaStore:ArchiveUrl", url), ("KafkaStore:MirrorUrls", url)));
        Say(() =>
        {
            var locations = StoreLocations.Parse(url, url, [url]);
            string shown = locations.ToString();
            locations.ThrowIfOverlapping();
            return shown;
        });
        AssertHides(said);
    }

    [Theory]
    [InlineData("mysql://user:hunter2@host:3306/kafka")]
    [InlineData("mysql://user:hun/ter2@host:3306/kafka")]
    [InlineData("mysql://user:hunter2@host:99999/kafka")]
    [InlineData("mysql://user:hunter2@host/a/b")]
    [InlineData("postgres://user:hunter2@host/kafka")]
    [InlineData("mysql://user:hunter2@host/kafka?ssl-mode=hunter2-is-no-mode")]
    public void ACatalogsUrl(string url) =>
        AssertHides([Said(() => MySqlCatalogUrl.Parse(url, Secret)), Said(() => SettingsOf.App(("KafkaStore:CatalogUrl", url)))]);

    [Theory]
    [InlineData("https://user:hunter2@registry:8081")]
    [InlineData("https://user:hunter2@registry:8081/?q=hunter2")]
    [InlineData("ftp://user:hunter2@registry")]
    [InlineData("https://user:hunter2@registry:port")]
    public void ARegistrysUrl(string url) => AssertHides([Said(() => SchemaRegistryOptions.Parse(url))]);

    [Theory]
    [InlineData("KafkaPassword")]
    [InlineData("KafkaOAuthClientSecret")]
    [InlineData("KafkaSslKeyPem")]
    [InlineData("KafkaSslCaPem")]
    [InlineData("KafkaUsername")]
    public void ASettingOfTheBrokers(string name)
    {
        AssertHides([Said(() => SettingsOf.App((name, Secret)))]);
        AssertHides([Said(() => SettingsOf.App(("KafkaProtocol", "SaslSsl"), (name, Secret)))]);
        AssertHides([Said(() => SettingsOf.App(("KafkaProtocol", "Plaintext"), (name, Secret)))]);
    }

    [Fact]
    public void WhatHoldsSecretsDoesNotPrintThem()
    {
        IReadOnlyDictionary<string, KafkaStore.Storage.Secret> properties = SettingsOf
            .Kafka(("KafkaProtocol", "SaslSsl"), ("KafkaAuthenticationMode", "Plain"), ("KafkaUsername", Secret), ("KafkaPassword", Secret))
            .ClientProperties();
        AssertHides([
            new KafkaClientOptions("broker:9092", "group") { Properties = properties }.ToString(),
            new StoreSettings
            {
                AzureConnectionString = $"AccountKey={Secret}",
                GoogleCloudCredentials = Secret,
                S3EndpointUrl = Secret,
            }.ToString(),
            new HttpServerOptions(0) { Token = Secret }.ToString(),
            SettingsOf
                .App(
                    ("KafkaStore:ArchiveUrl", $"https://a.blob.core.windows.net/a?sig={Secret}"),
                    ("KafkaStore:StagingUrl", $"https://a.blob.core.windows.net/s?sig={Secret}"),
                    ("KafkaStore:MirrorUrls", $"https://b.blob.core.windows.net/a?sig={Secret}"),
                    ("KafkaStore:CatalogUrl", $"mysql://u:{Secret}@host/db"),
                    ("KafkaStore:SchemaRegistryUrl", $"https://u:{Secret}@host")
                )
                .ToString(),
            SettingsOf
                .App(("KafkaProtocol", "SaslSsl"), ("KafkaAuthenticationMode", "Plain"), ("KafkaUsername", "u"), ("KafkaPassword", Secret))
                .ToString(),
        ]);
    }

    private static string Said(Func<object?> parse)
    {
        try
        {
            return parse()?.ToString() ?? "";
        }
        catch (Exception e) when (e is FormatException or StoreLocationException or CatalogUrlException or AppSettingsException)
        {
            return e.ToString();
        }
    }

    private static void AssertHides(IEnumerable<string> said) =>
        Assert.All(
            said,
            line =>
            {
                Assert.DoesNotContain(Secret, line, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("ter2", line);
            }
        );
}
