using System.Text.Json.Nodes;

namespace KafkaStore.EndToEnd.Tests.Cli;

public sealed class DevBrokerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-broker-");

    private string Settings => Path.Combine(folder.FullName, "local.settings.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task SampleTopicIsThereForClientsUntilStopped()
    {
        await using var broker = KafkaStoreProcess.Start(
            Words($"dev-broker --partitions 3 --topic orders --sample --write-settings {Settings}")
        );
        await broker.UntilAsync(said => said.Output.Contains("RECORDS=20000\n"));
        Assert.Matches(@"^BROKERS=127\.0\.0\.1:\d+\nRECORDS=20000\n$", broker.Output);
        string address = broker.Output.Split('\n')[0]["BROKERS=".Length..];

        await using (var log = new KafkaRecordLog(BrokerFixture.OptionsFor(address), NullLogger.Instance))
        {
            IReadOnlyList<LogBounds> bounds = await log.GetBoundsAsync(["orders"], default);
            Assert.Equal(3, bounds.Count);
            Assert.Equal(20_000, bounds.Sum(bound => bound.End - bound.Start));
        }

        JsonNode values = JsonNode.Parse(await File.ReadAllTextAsync(Settings))!["Values"]!;
        Assert.Equal(address, (string?)values["KafkaBrokers"]);
        Assert.Equal("orders", (string?)values["KafkaTopic"]);
        Assert.Equal("dotnet-isolated", (string?)values["FUNCTIONS_WORKER_RUNTIME"]);
        await broker.SignalAsync("TERM");
        Assert.Equal(0, (await broker.WaitAsync(TimeSpan.FromSeconds(10))).ExitCode);
    }

    [Fact]
    public async Task OtherSettingsOfAnExistingFileStay()
    {
        await File.WriteAllTextAsync(Settings, """{"Values": {"KafkaBrokers": "old", "Mine": "kept"}}""");
        await using var broker = KafkaStoreProcess.Start("dev-broker", "--write-settings", Settings);
        await broker.UntilAsync(said => said.Output.Contains('\n'));
        JsonNode values = JsonNode.Parse(await File.ReadAllTextAsync(Settings))!["Values"]!;
        Assert.Equal("kept", (string?)values["Mine"]);
        Assert.Equal(broker.Output.Trim()["BROKERS=".Length..], (string?)values["KafkaBrokers"]);
        Assert.Equal("sample", (string?)values["KafkaTopic"]);
    }

    [Fact]
    public async Task FileThatIsNoSettingsIsLeftAlone()
    {
        await File.WriteAllTextAsync(Settings, "mine");
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync("dev-broker", "--write-settings", Settings);
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.StartsWith($"error: {Settings} is not JSON: ", errors);
        Assert.Equal("mine", await File.ReadAllTextAsync(Settings));
    }
}
