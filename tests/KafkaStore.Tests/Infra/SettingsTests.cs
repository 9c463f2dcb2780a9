using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KafkaStore.Tests.Layers;

namespace KafkaStore.Tests.Infra;

public sealed partial class SettingsTests
{
    // A key; the app opens Azure's stores with its identity.
    private static readonly string[] NotInAzure = ["KafkaStore__AzureConnectionString"];

    // Of one way to log in or for tuning, and secrets in part: set with the inputs additionalSettings and vaultSettings.
    private static readonly string[] OnRequest =
    [
        "KafkaSslCaPem", "KafkaSslCertificatePem", "KafkaSslKeyPem", "KafkaOAuthClientId", "KafkaOAuthClientSecret", "KafkaOAuthScope",
        "KafkaOAuthTokenEndpointUrl", "KafkaOAuthExtensions", "KafkaLagThreshold", "KafkaStore__LargestRecordBytes", "KafkaStore__HttpStreams",
        "KafkaStore__HttpWaiters", "KafkaStore__HttpPageBytes",
    ];

    [Fact]
    public void TheSettingsOfTheCodeAreFound()
    {
        HashSet<string> some = ["KafkaBrokers", "KafkaTopic", "KafkaConsumerGroup", "KafkaStore__ArchiveUrl", "KafkaStore__MaximumBytes", "KafkaStore__ManagedIdentityClientId"];
        Assert.Empty(some.Except(SettingsOfTheCode.Find()));
    }

    [Fact]
    public void EverySettingThatTheCodeReadsIsSetByBoth()
    {
        string[] needed = [.. SettingsOfTheCode.Find().Except(NotInAzure).Except(OnRequest)];
        Assert.Empty(needed.Except(new BicepTree().Settings));
        Assert.Empty(needed.Except(new TerraformTree().Settings));
    }

    [Fact]
    public void EverySettingThatTheCodeReadsIsInTheSample()
    {
        using JsonDocument sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "local.settings.sample.json")));
        Assert.Empty(SettingsOfTheCode.Find().Except(sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name)));
    }

    [Fact]
    public void TheLargestSegmentGoesToAzureInOneRequestWhichIsAllThatTheRoleAllows()
    {
        string tuning = SourceTree.Files("KafkaStore.Storage.Azure").Single(file => file.Path.EndsWith("AzureTuning.cs", StringComparison.Ordinal)).Text;
        long single = long.Parse(SinglePut().Match(tuning).Groups[1].Value, CultureInfo.InvariantCulture) * 1024 * 1024;
        string main = File.ReadAllText(Path.Combine(InfraFolder.Bicep, "main.bicep"));
        Assert.InRange(long.Parse(Largest().Match(main).Groups[1].Value, CultureInfo.InvariantCulture), 1, single);
    }

    [GeneratedRegex(@"SinglePutBytes .* = (\d+)L \* 1024 \* 1024;")]
    private static partial Regex SinglePut();

    [GeneratedRegex(@"@maxValue\((\d+)\)\s+param maximumBytes")]
    private static partial Regex Largest();
}
