namespace KafkaStore.Tests.Avro;

/// <summary>What we write is read by a library that is not ours, field by field.</summary>
public sealed class IndependentReaderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [PythonAvroFact]
    public Task PythonReadsEveryFieldOfOurContainers() =>
        ReadEveryFieldAsync(
            ContainerCodec.Null,
            ContainerCodec.Deflate(0),
            ContainerCodec.Deflate(1),
            ContainerCodec.Deflate(),
            ContainerCodec.Deflate(9)
        );

    [PythonAvroFact("zstandard")]
    public Task PythonReadsEveryFieldOfOurContainersInZstandard() =>
        ReadEveryFieldAsync(
            ContainerCodec.Zstandard(1),
            ContainerCodec.Zstandard(),
            ContainerCodec.Zstandard(12),
            ContainerCodec.Zstandard(19)
        );

    [PythonAvroFact]
    public Task PythonReadsAValueOfFiveMegabytes() => ReadALargeValueAsync(ContainerCodec.Deflate(1));

    [PythonAvroFact("zstandard")]
    public Task PythonReadsAValueOfFiveMegabytesInZstandard() => ReadALargeValueAsync(ContainerCodec.Zstandard(1));

    [PythonAvroFact]
    public async Task PythonReadsTheOtherFormOfHeadersAsWeDo()
    {
        byte[] sync = new byte[16];
        byte[] headers = new PlainAvro().Text("a").Optional([1]).Text("b").Optional(null).ToArray();
        byte[] record = new PlainAvro()
            .Long(5)
            .Optional(null)
            .Optional([])
            .Long(9)
            .Long(-2)
            .Bytes(headers)
            .Long(2)
            .Raw(headers)
            .Long(0)
            .ToArray();
        byte[] container = new PlainAvro()
            .Header(sync, ("avro.schema", Encoding.UTF8.GetString(MessageSchema.Utf8.Span)))
            .Block(1, record, sync)
            .ToArray();
        string path = Path.Combine(folder.FullName, "negative");
        await File.WriteAllBytesAsync(path, container);

        IEnumerable<string> lines = RecordJson.Normalized(PythonAvro.Run("read_containers.py", "", path));

        Record read = Assert.Single(await SampleContainers.ReadAsync(container));
        Assert.Equal(4, read.Headers.Count);
        Assert.Equal(RecordJson.Of(read).ToJsonString(), Assert.Single(lines.Skip(1)));
    }

    private async Task ReadEveryFieldAsync(params ContainerCodec[] codecs)
    {
        List<Record> records = [.. SampleRecords.Varied(seed: 20, count: 3_000, maximumValue: 1_200)];
        records.Add(SampleRecords.Of(1_000_000, long.MinValue));
        records.Add(
            SampleRecords.Of(
                long.MaxValue - 1,
                long.MaxValue,
                "",
                "",
                [.. Enumerable.Range(0, 100).Select(i => SampleRecords.Header("h", (byte)i))]
            )
        );
        string[] expected = [.. records.Select(record => RecordJson.Of(record).ToJsonString())];
        string[] paths = [.. codecs.Select(codec => Path.Combine(folder.FullName, codec.ToString().Replace(':', '-')))];
        foreach ((string path, ContainerCodec codec) in paths.Zip(codecs))
            await File.WriteAllBytesAsync(path, await SampleContainers.WriteAsync(records, codec));

        string[] lines = [.. RecordJson.Normalized(PythonAvro.Run("read_containers.py", "", paths))];

        string[][] files = [.. lines.Chunk(1 + records.Count)];
        Assert.Equal(codecs.Length, files.Length);
        Assert.All(
            files.Zip(codecs),
            pair =>
            {
                JsonNode metadata = JsonNode.Parse(pair.First[0])!["file"]!;
                Assert.Equal(pair.Second.Name, Metadata(metadata, HeaderKeys.Codec));
                Assert.Equal("orders", Metadata(metadata, HeaderKeys.Topic));
                Assert.Equal("3002", Metadata(metadata, HeaderKeys.Records));
                Assert.Equal(expected, pair.First[1..]);
            }
        );
    }

    private async Task ReadALargeValueAsync(ContainerCodec codec)
    {
        byte[] value = new byte[5_000_000];
        new Random(21).NextBytes(value);
        Record[] records = [SampleRecords.Of(0), new Record(1, 2, null, value, []), SampleRecords.Of(2, key: "after")];
        string path = Path.Combine(folder.FullName, "large");
        await File.WriteAllBytesAsync(path, await SampleContainers.WriteAsync(records, codec));

        IEnumerable<string> lines = RecordJson.Normalized(PythonAvro.Run("read_containers.py", "", path));

        Assert.True(records.Select(record => RecordJson.Of(record).ToJsonString()).SequenceEqual(lines.Skip(1)));
    }

    private static string Metadata(JsonNode metadata, string key) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(metadata[key]!.GetValue<string>()));
}
