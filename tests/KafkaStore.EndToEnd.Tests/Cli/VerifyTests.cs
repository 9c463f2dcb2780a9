namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary><c>kafka-store verify</c> on an archive that <c>kafka-store</c> made.</summary>
public sealed class VerifyTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kafka-store-verify-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WholeArchivePassesAndAnAlteredOneIsListed()
    {
        string topic = kafka.NewTopic(partitions: 2);
        for (int partition = 0; partition < 2; partition++)
            await kafka.WriteAsync(topic, partition, Enumerable.Range(0, 300).Select(BrokerFixture.Numbered));
        string archive = Path.Combine(folder, "archive");
        (int code, string output, string error) = await KafkaStoreProcess.RunAsync(
            WholeTopic(kafka.Broker.Brokers, topic, archive, "--file-size", "2k")
        );
        Assert.True(code == 0, error);

        (code, output, error) = await KafkaStoreProcess.RunAsync(
            "verify",
            "--local-store",
            archive,
            "--against-broker",
            kafka.Broker.Brokers
        );
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"600 records of 2 partitions equal at {kafka.Broker.Brokers}", output);
        Assert.EndsWith("in 2 partitions checked, 0 problems\n", output);

        string altered = Directory.GetFiles(Path.Combine(archive, topic, "000001")).Order(StringComparer.Ordinal).ElementAt(1);
        byte[] bytes = await File.ReadAllBytesAsync(altered);
        bytes[^5] ^= 1;
        await File.WriteAllBytesAsync(altered, bytes);
        string name = $"{topic}/000001/{Path.GetFileName(altered)}";

        (code, output, error) = await KafkaStoreProcess.RunAsync("verify", "--local-store", archive, "--topic", topic);
        Assert.Equal((1, ""), (code, error));
        Assert.StartsWith($"{name}: offset {long.Parse(Path.GetFileName(altered))}: BlockDamaged: it is damaged at byte ", output);
        Assert.EndsWith("in 2 partitions checked, 1 problem\n", output);

        (code, output, error) = await KafkaStoreProcess.RunAsync("verify", "--local-store", archive, "--json");
        Assert.Equal((1, ""), (code, error));
        using var document = JsonDocument.Parse(output);
        JsonElement problem = Assert.Single(document.RootElement.GetProperty("problems").EnumerateArray());
        Assert.Equal((name, "blockDamaged"), (problem.GetProperty("object").GetString(), problem.GetProperty("kind").GetString()));
        Assert.Equal(1, document.RootElement.GetProperty("totals").GetProperty("problems").GetInt64());
        Assert.Equal(2, document.RootElement.GetProperty("totals").GetProperty("partitions").GetInt64());
    }

    [Fact]
    public async Task WhatWasCutOffIsFoundByTheEndsThatWereKeptAndByWhatTheArchiverCommitted()
    {
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, 300).Select(BrokerFixture.Numbered));
        string archive = Path.Combine(folder, "archive");
        string heads = Path.Combine(folder, "heads.json");
        string[] archiving = WholeTopic(kafka.Broker.Brokers, topic, archive, "--file-size", "2k");
        (int code, string output, string error) = await KafkaStoreProcess.RunAsync(archiving);
        Assert.True(code == 0, error);
        string[] verify = ["verify", "--local-store", archive];
        (code, output, error) = await KafkaStoreProcess.RunAsync([.. verify, "--heads", heads]);
        Assert.Equal((0, ""), (code, error));
        Assert.Matches($"\n{topic}-0: next offset 300, chain hash [0-9a-f]{{64}}\n", "\n" + output);
        string kept = await File.ReadAllTextAsync(heads);

        string group = archiving[Array.IndexOf(archiving, "--group") + 1];
        string[] broker = [.. verify, "--against-broker", kafka.Broker.Brokers, "--group", group];
        (code, output, error) = await KafkaStoreProcess.RunAsync([.. broker, "--expect", heads]);
        Assert.True((code, error) == (0, ""), output + error);

        File.Delete(Directory.GetFiles(Path.Combine(archive, topic, "000000")).Order(StringComparer.Ordinal).Last());
        Assert.Equal(0, (await KafkaStoreProcess.RunAsync(verify)).ExitCode);
        (code, output, error) = await KafkaStoreProcess.RunAsync([.. verify, "--expect", heads, "--heads", heads]);
        Assert.Equal(1, code);
        Assert.Contains("CutOff: it ends before offset ", output);
        Assert.Equal($"note: {heads} was not written, for something is wrong with the archive.\n", error);
        Assert.Equal(kept, await File.ReadAllTextAsync(heads));
        (code, output, _) = await KafkaStoreProcess.RunAsync(broker);
        Assert.Equal(1, code);
        Assert.Contains("and was archived up to 300 by what the archiver committed", output);

        Directory.Delete(Path.Combine(archive, topic), recursive: true);
        (code, output, _) = await KafkaStoreProcess.RunAsync(verify);
        Assert.Equal(0, code);
        Assert.Contains($"{topic}-0: a start marker names it, and it has no object", output);
        (code, output, _) = await KafkaStoreProcess.RunAsync([.. verify, "--expect", heads, "--json"]);
        Assert.Equal(1, code);
        Assert.Contains("\"gone\"", output);
        Assert.Contains("\"withoutObjects\": [", output);
    }

    [Theory]
    [InlineData(2, "--local-store", "verify")]
    [InlineData(2, "no option --locl-store", "verify", "--locl-store", "x")]
    [InlineData(2, "can't be a Kafka topic", "verify", "--local-store", ".", "--topic", "a b")]
    [InlineData(1, "There is no folder", "verify", "--local-store", "does/not/exist")]
    [InlineData(1, "does not hold an archive", "verify", "--local-store", "EMPTY")]
    [InlineData(1, "does not hold an archive of orders", "verify", "--local-store", "EMPTY", "--topic", "orders")]
    public async Task MistakeIsOneSentenceOnStandardError(int expected, string text, params string[] arguments)
    {
        (int code, string output, string error) = await KafkaStoreProcess.RunAsync([
            .. arguments.Select(argument => argument == "EMPTY" ? folder : argument),
        ]);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(text, error);
        Assert.StartsWith("error: ", error);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    [Fact]
    public async Task APropertyIsOfTheClientThatAsksTheBroker()
    {
        Directory.CreateDirectory(Path.Combine(folder, "~kafka-store"));
        await File.WriteAllTextAsync(Path.Combine(folder, "~kafka-store", "staging.json"), "{\"id\":\"a\"}");
        string[] verify = ["verify", "--local-store", folder, "--against-broker", kafka.Broker.Brokers, "--kafka-property"];
        (int code, _, string error) = await KafkaStoreProcess.RunAsync([.. verify, "client.id=auditor"]);
        Assert.Equal((0, ""), (code, error));

        (code, string output, error) = await KafkaStoreProcess.RunAsync([.. verify, "security.protocol=ssl"]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("SSL", error); // the broker speaks none
    }

    [Fact]
    public async Task BrokerThatIsNotThereIsAnError()
    {
        Directory.CreateDirectory(Path.Combine(folder, "~kafka-store"));
        await File.WriteAllTextAsync(Path.Combine(folder, "~kafka-store", "staging.json"), "{\"id\":\"a\"}");
        (int code, string output, string error) = await KafkaStoreProcess.RunAsync(
            Words($"verify --local-store {folder} --against-broker 127.0.0.1:1")
        );
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("--against-broker", error);
    }
}
