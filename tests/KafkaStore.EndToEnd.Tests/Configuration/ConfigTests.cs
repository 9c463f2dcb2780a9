using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>The program with a configuration file, against a broker with several topics.</summary>
public sealed class ConfigTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-config-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start();

    public Task InitializeAsync()
    {
        foreach (string topic in (string[])["orders.eu", "orders.test", "payments", "other"])
            broker.CreateTopic(topic, partitions: 1)[0].Append(LogRecord.Numbered(30));
        File.WriteAllText(
            Path.Combine(folder.FullName, "kafka-store.yaml"),
            $$"""
            kafka:
              brokers: {{broker.Bootstrap}}
              group: archive
            stores: [archive]
            topics:
              - orders.*
              - "!orders.test"
              - {name: payments, file-records: 10, codec: zstandard, offset-reset: earliest}
            run: {exit-at-end: true, close-at-end: true}
            """
        );
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        Assert.Empty(broker.Problems);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AFileOfTenLinesIsAllThatIsTyped()
    {
        (int sound, _, string mistakes) = await RunAsync("config", "check");
        Assert.Equal((0, ""), (sound, mistakes));
        (int exitCode, string output, string said) = await RunAsync();
        Assert.True(exitCode == 0, output + said);
        Assert.Equal(
            ["orders.eu/000000/00000000000000000000", .. Enumerable.Range(0, 3).Select(i => $"payments/000000/{i * 10:D20}")],
            ArchivedFiles()
        );
        string header = File.ReadAllText(Path.Combine(folder.FullName, "archive/payments/000000/00000000000000000010"));
        Assert.Contains("count=10", header);
        Assert.Contains("zstandard", header);

        Assert.StartsWith("note: what is not typed is taken from kafka-store.yaml in the current folder.", said);

        // What others have to know is in the same file.
        (int verified, string report, _) = await RunAsync("verify");
        Assert.True(verified == 0, report);
    }

    [Fact]
    public async Task WhatIsTypedWinsOverTheEnvironmentAndThatOverTheFile()
    {
        var environment = new Dictionary<string, string>
        {
            ["KAFKA_STORE_TOPICS"] = "other",
            ["KAFKA_STORE_DEFAULTS_FILE_RECORDS"] = "15",
            ["KAFKA_STORE_DEFAULTS_OFFSET_RESET"] = "earliest",
        };
        (int exitCode, string output, string errors) = await RunAsync(environment, "--file-records", "20");
        Assert.True(exitCode == 0, output + errors);
        Assert.Equal(["other/000000/00000000000000000000", "other/000000/00000000000000000020"], ArchivedFiles());
    }

    [Fact]
    public async Task WhatIsWrongIsSaidAndNothingIsStarted()
    {
        File.WriteAllText(
            Path.Combine(folder.FullName, "wrong.yaml"),
            "kafka: {brokers: nowhere:1, gruop: g}\ntopics: [{name: a, file-age: soon}]\nstores: [archive]\n"
        );
        foreach (
            string[] command in (string[][])
                [
                    [],
                    ["config", "check"],
                ]
        )
        {
            (int exitCode, string output, string errors) = await RunAsync([.. command, "--config", "wrong.yaml"]);
            Assert.Equal(2, exitCode);
            Assert.Equal("", output);
            Assert.Equal(
                """
                error: wrong.yaml:1:29: there is no key gruop in kafka. There are brokers, group, config, properties.
                error: wrong.yaml:2:30: topics[0].file-age takes whole seconds from 1, not 'soon'.
                error: no consumer group is given: --group GROUP names it.

                """,
                errors
            );
        }

        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "archive")));
    }

    [Fact]
    public async Task ACheckAsksAndChangesNothing()
    {
        await RunAsync("config", "check");
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "archive")));
        (_, string printed, _) = await RunAsync("config", "print");
        Assert.Matches(@"(?m)^kafka.group: archive +# kafka-store.yaml:3:10$", printed);
        broker.CreateTopic("orders.us", partitions: 1);
        (_, string checkedAgain, _) = await RunAsync("config", "check");
        Assert.Contains("answers, and has orders.eu, orders.us, payments.", checkedAgain);
        Assert.Contains("is made at the first start.", checkedAgain);
    }

    private string[] ArchivedFiles() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(folder.FullName, "archive"), "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Path.Combine(folder.FullName, "archive"), path))
                .Where(path => path[0] != '~')
                .Order(StringComparer.Ordinal),
        ];

    private Task<ToolRun> RunAsync(params string[] arguments) => RunAsync([], arguments);

    private Task<ToolRun> RunAsync(Dictionary<string, string> environment, params string[] arguments) =>
        KafkaStoreProcess.RunInAsync(folder.FullName, environment, arguments);
}
