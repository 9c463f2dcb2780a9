namespace KafkaStore.EndToEnd.Tests.Cli;

public sealed class LogFormatTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-logs-");

    private string Archive => Path.Combine(folder.FullName, "archive");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task EveryLineOfAnArchiverIsAnObject()
    {
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, 10).Select(BrokerFixture.Numbered));
        string[] arguments = WholeTopic(kafka.Broker.Brokers, topic, Archive, "--log-format", "json");
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(arguments);
        Assert.Equal(0, exitCode);
        Assert.Empty(output);
        JsonElement[] lines = Lines(errors);
        Assert.Contains(lines, line => Message(line).StartsWith($"Archived {topic}/000000/", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Equal("Information", line.GetProperty("LogLevel").GetString()));
    }

    [Theory]
    [InlineData("verify --local-store FOLDER/nowhere --log-format json", 1)]
    [InlineData("verify --log-format json", 2)]
    [InlineData("kafka-store-reader local FOLDER/nowhere --log-format json", 1)]
    public async Task SoIsWhatIsWrong(string line, int expected)
    {
        string[] arguments = line.Replace("FOLDER", folder.FullName, StringComparison.Ordinal).Split(' ');
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(arguments);
        Assert.Equal(expected, exitCode);
        JsonElement said = Assert.Single(Lines(errors));
        Assert.Equal("Error", said.GetProperty("LogLevel").GetString());
        Assert.DoesNotContain("error:", Message(said));
    }

    [Fact]
    public async Task AFileOrTheEnvironmentMayAskForIt()
    {
        string file = Path.Combine(folder.FullName, "kafka-store.yaml");
        await File.WriteAllTextAsync(file, "run: {log-format: json}\n");
        (_, _, string errors) = await KafkaStoreProcess.RunAsync("verify", "--local-store", "nowhere", "--config", file);
        Assert.Single(Lines(errors));
        (_, _, errors) = await KafkaStoreProcess.RunAsync(
            [new("KAFKA_STORE_RUN_LOG_FORMAT", "json")],
            "verify",
            "--local-store",
            "nowhere"
        );
        Assert.Single(Lines(errors));
    }

    [Fact]
    public async Task AnotherFormatIsRefused()
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync("verify", "--local-store", "x", "--log-format", "xml");
        Assert.Equal(2, exitCode);
        Assert.Equal("error: --log-format takes text or json, not 'xml'.\n", errors);
    }

    private static string Message(JsonElement line) => line.GetProperty("Message").GetString()!;

    private static JsonElement[] Lines(string text) =>
        [.. text.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
}
