using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Monitoring;

/// <summary>Metrics and traces go where the standard variables say, and nothing of that is loaded where they say nothing.</summary>
public sealed class OtlpTests : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-otlp-");

    private string Archive => Path.Combine(folder.FullName, "archive");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task CollectorGetsMetricsAndTracesOfARun()
    {
        await using ScriptedBroker broker = WithRecords();
        using var collector = new OtlpCollector();
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(
            collector.Variables.Append(new("OTEL_RESOURCE_ATTRIBUTES", "place=here")),
            WholeTopic(broker.Bootstrap, "orders", Archive)
        );
        Assert.True(exitCode == 0, errors);

        Assert.All(
            ["kafka-store", "place", "kafka_store.accepted.records", "kafka_store.seal.duration", "{record}"],
            text => Assert.Contains(text, collector.Metrics)
        );
        Assert.All(
            ["kafka-store", "accept batch", "seal", "store create", "broker identity"],
            text => Assert.Contains(text, collector.Traces)
        );
    }

    [Fact]
    public async Task CollectorThatIsAwayKeepsNothingFromBeingArchived()
    {
        await using ScriptedBroker broker = WithRecords();
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(
            Variables((Endpoint, $"http://127.0.0.1:{OtlpCollector.FreePort()}")),
            WholeTopic(broker.Bootstrap, "orders", Archive)
        );
        Assert.True(exitCode == 0, errors);
        Assert.Single(Directory.GetFiles(Path.Combine(Archive, "orders", "000000")));
    }

    [Fact]
    public async Task EndpointThatIsNoAddressIsOneSentence()
    {
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(
            Variables((Endpoint, "collector:4317")),
            WholeTopic("127.0.0.1:1", "orders", Archive)
        );
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"error: {Endpoint} is 'collector:4317' and has to be the address of a collector", errors);
    }

    [Fact]
    public async Task NothingOfOpenTelemetryIsLoadedWhereNobodyAsksForIt()
    {
        if (!OperatingSystem.IsLinux())
            return; // only there /proc says what a process has loaded
        await using ScriptedBroker broker = WithRecords();
        await using var archiver = KafkaStoreProcess.Start(Following(broker.Bootstrap, "orders", Archive, "--file-records", "50"));
        await archiver.UntilAsync(_ => Directory.Exists(Path.Combine(Archive, "orders", "000000")));

        string maps = await File.ReadAllTextAsync($"/proc/{archiver.Id}/maps");
        Assert.Contains("KafkaStore.LocalHost.dll", maps);
        Assert.DoesNotContain("OpenTelemetry", maps);
    }

    private static ScriptedBroker WithRecords()
    {
        var broker = ScriptedBroker.Start();
        Topic orders = broker.CreateTopic("orders", partitions: 1);
        for (int i = 0; i < 100; i++)
            orders[0].Append(LogRecord.Of($"key {i}", "value"));
        return broker;
    }

    private static Dictionary<string, string> Variables(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(variable => variable.Name, variable => variable.Value);
}
