using KafkaStore.Avro;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>Archives in each codec, from the broker to the reader.</summary>
public sealed class CodecTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>, IDisposable
{
    private const int Records = 400;

    private readonly string folder = Directory.CreateTempSubdirectory("kafka-store-codec-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("deflate", "9")]
    [InlineData("zstandard", null)]
    [InlineData("zstandard", "12")]
    [InlineData("null", null)]
    public async Task WhatIsArchivedIsVerifiedAndReadBack(string codec, string? level)
    {
        string topic = await TopicAsync();
        string archive = Path.Combine(folder, "archive");
        await ArchiveAsync(topic, archive, codec, level);

        var files = new ArchiveFolder(archive);
        Assert.True(files.Objects().Count > 2);
        Assert.All(files.Objects(), name => Assert.Equal(codec, CodecOf(files.BytesOf(name))));
        string verified = (
            await KafkaStoreProcess.RunAsync("verify", "--local-store", archive, "--against-broker", kafka.Broker.Brokers)
        ).Succeed();
        Assert.Contains($"{Records} records of 1 partition equal", verified);
        Assert.Equal(Lines(), await ReadAsync(Path.Combine(archive, topic)));
    }

    [Fact]
    public async Task TheSameRunAgainMakesTheSameBytes()
    {
        string topic = await TopicAsync();
        string[] archives = [Path.Combine(folder, "one"), Path.Combine(folder, "other")];
        foreach (string archive in archives)
            await ArchiveAsync(topic, archive, "zstandard", "3");
        ArchiveFolder[] made = [.. archives.Select(archive => new ArchiveFolder(archive))];
        Assert.Equal(made[0].Objects(), made[1].Objects());
        Assert.All(made[0].Objects(), name => Assert.Equal(made[0].BytesOf(name), made[1].BytesOf(name)));
    }

    [Fact]
    public async Task AnotherCodecIsTakenFromTheNextFileOnAndOneThatIsDamagedIsFound()
    {
        string topic = await TopicAsync();
        string archive = Path.Combine(folder, "archive");
        await ArchiveAsync(topic, archive, "deflate", null);
        int before = new ArchiveFolder(archive).Objects().Count;
        await kafka.WriteAsync(topic, 0, Enumerable.Range(Records, Records).Select(BrokerFixture.Numbered));
        await ArchiveAsync(topic, archive, "zstandard", null);

        var files = new ArchiveFolder(archive);
        string[] codecs = [.. files.Objects().Select(name => CodecOf(files.BytesOf(name)))];
        Assert.All(codecs[..before], codec => Assert.Equal("deflate", codec));
        Assert.All(codecs[before..], codec => Assert.Equal("zstandard", codec));
        Assert.EndsWith(" 0 problems\n", (await KafkaStoreProcess.RunAsync("verify", "--local-store", archive)).Succeed());

        ArchiveName last = files.Objects()[^1];
        byte[] bytes = files.BytesOf(last);
        bytes[bytes.AsSpan().IndexOf<byte>([0x28, 0xB5, 0x2F, 0xFD])] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(archive, last.ToString()), bytes);
        (int code, string output, string errors) = await KafkaStoreProcess.RunAsync("verify", "--local-store", archive);
        Assert.Equal((1, ""), (code, errors));
        Assert.Contains($"{last}: ", output);
        Assert.Contains(": BlockDamaged: ", output);
    }

    [Fact]
    public async Task TheReaderGivesAContainerThatEveryReaderOfAvroHasTheCodecOf()
    {
        string topic = await TopicAsync();
        string archive = Path.Combine(folder, "archive");
        await ArchiveAsync(topic, archive, "zstandard", null);
        string file = Path.Combine(folder, "all.avro");
        string[] read = Words($"kafka-store-reader local {Path.Combine(archive, topic)} --format avro --output {file}");
        (await KafkaStoreProcess.RunAsync(read)).Succeed();
        Assert.Equal("deflate", CodecOf(await File.ReadAllBytesAsync(file)));
    }

    [PythonCodecsTheory]
    [InlineData("deflate")]
    [InlineData("bzip2")]
    [InlineData("snappy")]
    [InlineData("zstandard")]
    public async Task AContainerOfAnotherProgramIsReadInItsCodec(string codec)
    {
        const string Script = """
            import sys, avro.datafile, avro.io, avro.schema
            schema = avro.schema.parse('{"type": "record", "name": "r", "fields": [{"name": "text", "type": "string"}]}')
            with avro.datafile.DataFileWriter(open(sys.argv[1], "wb"), avro.io.DatumWriter(), schema, codec=sys.argv[2]) as writer:
                for number in range(20000):
                    writer.append({"text": f"line {number}"})
            """;
        string file = Path.Combine(folder, $"{codec}.avro");
        (await ToolRun.RunAsync(PythonCodecsTheoryAttribute.Python, ["-c", Script, file, codec])).Succeed();
        string printed = (await KafkaStoreProcess.RunAsync("kafka-store-reader", "local", file)).Succeed();
        Assert.Equal(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{{\"text\":\"line {number}\"}}\n")), printed);
    }

    private static string CodecOf(byte[] container) => ContainerHeader.TryParse(container, out _)!.Text(HeaderKeys.Codec)!;

    private async Task<string> TopicAsync()
    {
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, Records).Select(BrokerFixture.Numbered));
        return topic;
    }

    private async Task ArchiveAsync(string topic, string archive, string codec, string? level)
    {
        string[] more = [.. Words($"--file-size 2k --codec {codec}"), .. level is null ? [] : Words($"--codec-level {level}")];
        (await KafkaStoreProcess.RunAsync(WholeTopic(kafka.Broker.Brokers, topic, archive, more))).Succeed();
    }

    private static async Task<string[]> ReadAsync(string path)
    {
        (int code, string output, string errors) = await KafkaStoreProcess.RunAsync("kafka-store-reader", "local", path, "--format", "raw");
        Assert.Equal((0, ""), (code, errors));
        return output.TrimEnd('\n').Split('\n');
    }

    private static string[] Lines() =>
        [.. Enumerable.Range(0, Records).Select(i => Encoding.UTF8.GetString(BrokerFixture.Numbered(i).Value!.Value.Span))];
}
