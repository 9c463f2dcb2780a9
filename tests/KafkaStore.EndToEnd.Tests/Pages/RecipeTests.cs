using System.Security.Cryptography.X509Certificates;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>Every recipe is a configuration that this build takes: its keys, and each property of its client's file.</summary>
public sealed class RecipeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static IEnumerable<string> Headings =>
        Book.Sections("recipes.md").Where(section => section.Blocks["yaml"].Any()).Select(section => section.Heading);

    public static TheoryData<string> Recipes() => [.. Headings];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task ARecipePassesTheCheck(string heading)
    {
        ILookup<string, string> blocks = Book.Sections("recipes.md").Single(section => section.Heading == heading).Blocks;
        string yaml = Assert.Single(blocks["yaml"]);
        // Files that the services hand out.
        WriteCertificates();
        foreach (string path in (string[])["/etc/kafka-store", "/run/secrets/company-cluster-ca-cert", "/run/secrets/archiver"])
            yaml = yaml.Replace(path, folder.Path, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.Below("kafka-store.yaml"), yaml);
        foreach (string properties in blocks["properties"])
            await File.WriteAllTextAsync(folder.Below("client.properties"), properties);
        var environment = new Dictionary<string, string>
        {
            ["REGISTRY_KEY"] = "key",
            ["REGISTRY_SECRET"] = "secret",
            ["ARCHIVE_CONNECTION"] =
                "DefaultEndpointsProtocol=https;AccountName=companyarchive;AccountKey=a2V5;EndpointSuffix=core.windows.net",
        };

        ToolRun run = await KafkaStoreProcess.RunInAsync(folder.Path, environment, "config", "check", "--offline");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    private void WriteCertificates()
    {
        using var authority = new TestAuthority();
        using X509Certificate2 own = authority.Issue("archiver");
        using ECDsa? key = own.GetECDsaPrivateKey();
        foreach (string name in (string[])["ca.pem", "ca.crt"])
            File.WriteAllText(folder.Below(name), authority.Pem);
        foreach (string name in (string[])["service.cert", "user.crt"])
            File.WriteAllText(folder.Below(name), own.ExportCertificatePem());
        foreach (string name in (string[])["service.key", "user.key"])
            File.WriteAllText(folder.Below(name), key!.ExportPkcs8PrivateKeyPem());
    }

    [Fact]
    public void EveryServiceThatPeopleHaveIsThere() =>
        Assert.Equal(
            [
                "Confluent Cloud",
                "Azure Event Hubs",
                "Amazon MSK",
                "Aiven",
                "Strimzi",
                "Redpanda",
                "MinIO",
                "Cloudflare R2",
                "Amazon S3",
                "Google Cloud Storage",
                "Azure Blob Storage and Data Lake",
            ],
            Headings
        );
}
