using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary><c>kafka-store status</c>: from stores and broker alone, with and without an archiver.</summary>
public sealed class StatusTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-status-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start();

    private string Archive => Path.Combine(folder.FullName, "archive");

    private string[] Where => ["--local-store", Archive, "--broker-list", broker.Bootstrap];

    public async Task InitializeAsync()
    {
        foreach (string topic in (string[])["orders", "payments"])
            broker.CreateTopic(topic, partitions: 1)[0].Append(LogRecord.Numbered(25));
        ToolRun archived = await KafkaStoreProcess.RunAsync([
            .. Where,
            "--topic",
            "orders",
            "--topic",
            "payments",
            "--group",
            "group",
            "--file-records",
            "10",
            "--offset-reset",
            "earliest",
            "--exit-at-end",
        ]);
        Assert.True(archived.ExitCode == 0, archived.Errors);
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task EveryPartitionIsALineAndTheSumIsTheLast()
    {
        (int exitCode, string output, string errors) = await RunAsync(Where);
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Matches(@"(?m)^ *orders-0 +20 +25 +25 +5 .* open *$", output);
        Assert.Matches(@"(?m)^ *payments-0 +20 +25 +25 +5 .* open *$", output);
        Assert.EndsWith("2 partitions, none needs help, 10 offsets not archived yet.\n", output);

        (exitCode, output, _) = await RunAsync("--local-store", Archive, "--topic", "orders");
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("payments", output);
        Assert.Contains("note: no broker was asked: --broker-list HOST:PORT says where Kafka is.", output);
        Assert.EndsWith("1 partition, none needs help.\n", output);
    }

    [Fact]
    public async Task WhatIsNotWellComesFirstWithASentence()
    {
        string last = Path.Combine(Archive, "payments/000000/00000000000000000010");
        await File.WriteAllBytesAsync(last, (await File.ReadAllBytesAsync(last))[..40]);
        (int exitCode, string output, _) = await RunAsync(Where);
        Assert.Equal(1, exitCode);
        Assert.True(output.IndexOf("payments-0", StringComparison.Ordinal) < output.IndexOf("orders-0", StringComparison.Ordinal), output);
        Assert.Matches(@"(?m)^payments-0: .*00000000000000000010 .*damaged", output);
        Assert.Contains("2 partitions, 1 needs help", output);

        (exitCode, output, _) = await RunAsync([.. Where, "--json"]);
        Assert.Equal(1, exitCode);
        using var status = JsonDocument.Parse(output);
        JsonElement[] topics = [.. status.RootElement.GetProperty("topics").EnumerateArray()];
        Assert.Equal(20, topics[0].GetProperty("partitions")[0].GetProperty("archivedNext").GetInt64());
        Assert.Contains("damaged", topics[1].GetProperty("partitions")[0].GetProperty("trouble").GetString());
    }

    [Fact]
    public async Task ABrokerThatIsAwayHidesNothingElse()
    {
        (int exitCode, string output, _) = await RunAsync("--local-store", Archive, "--broker-list", "127.0.0.1:1");
        Assert.Equal(1, exitCode);
        Assert.Matches(@"(?m)^ *orders-0 +20 +25 ", output);
        Assert.Contains("brokers: no Kafka broker answers at 127.0.0.1:1", output);
    }

    [Theory]
    [InlineData(2, "no store is given")]
    [InlineData(2, "--kafka-property is of the brokers", "--local-store", ".", "--kafka-property", "security.protocol=PLAINTEXT")]
    [InlineData(1, "There is no folder", "--local-store", "/does/not/exist")]
    public async Task AMistakeIsOneSentence(int expected, string text, params string[] arguments)
    {
        (int exitCode, string output, string errors) = await RunAsync(arguments);
        Assert.Equal((expected, ""), (exitCode, output));
        Assert.StartsWith("error: ", errors);
        Assert.Contains(text, errors);
    }

    private static Task<ToolRun> RunAsync(params string[] arguments) => KafkaStoreProcess.RunAsync(["status", .. arguments]);
}
