using System.Text.Json;
using KafkaStore.Tests.Layers;

namespace KafkaStore.Tests.Infra;

public sealed class SettingsTests
{
    // A key; the app opens Azure's stores with its identity.
    private static readonly string[] NotInAzure = ["KafkaStore__AzureConnectionString"];

    [Fact]
    public void TheSettingsOfTheCodeAreFound()
    {
        HashSet<string> some = ["KafkaBrokers", "KafkaTopic", "KafkaConsumerGroup", "KafkaStore__ArchiveUrl", "KafkaStore__MaximumBytes", "KafkaStore__ManagedIdentityClientId"];
        Assert.Empty(some.Except(SettingsOfTheCode.Find()));
    }

    [Fact]
    public void EverySettingThatTheCodeReadsIsSetByBoth()
    {
        string[] needed = [.. SettingsOfTheCode.Find().Except(NotInAzure)];
        Assert.Empty(needed.Except(new BicepTree().Settings));
        Assert.Empty(needed.Except(new TerraformTree().Settings));
    }

    [Fact]
    public void EverySettingThatTheCodeReadsIsInTheSample()
    {
        using JsonDocument sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "local.settings.sample.json")));
        Assert.Empty(SettingsOfTheCode.Find().Except(sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name)));
    }
}
