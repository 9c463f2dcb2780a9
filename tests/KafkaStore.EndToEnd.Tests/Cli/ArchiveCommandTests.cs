namespace KafkaStore.EndToEnd.Tests.Cli;

public sealed class ArchiveCommandTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-archive-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task InterruptStopsItWithoutAnError()
    {
        string topic = kafka.NewTopic(2);
        await kafka.WriteAsync(topic, 1, BrokerFixture.Numbered(1));
        await using var program = KafkaStoreProcess.Start([.. Arguments(topic), "--offset-reset", "earliest"]);
        await program.UntilAsync(said => said.Errors.Contains($"Consuming from partitions: {topic}-0, {topic}-1\n"));
        await program.SignalAsync("INT");
        (int exitCode, string output, string errors) = await program.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.True(exitCode == 0, errors);
        Assert.Empty(output);
        Assert.DoesNotContain("error", errors);
    }

    [Fact]
    public async Task UnknownTopicIsSaid()
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(Arguments("nowhere"));
        Assert.Equal(1, exitCode);
        Assert.Equal($"error: {kafka.Broker.Brokers} has no topic nowhere. Check --topic, or create the topic first.\n", errors);
    }

    [Fact]
    public async Task WhereToBeginIsNotGuessed()
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(Arguments(kafka.NewTopic()));
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", errors);
        Assert.Contains("Say it with --offset-reset earliest", errors);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private string[] Arguments(string topic) =>
        Words($"--broker-list {kafka.Broker.Brokers} --topic {topic} --group g --local-store {Path.Combine(folder.FullName, "archive")}");
}
