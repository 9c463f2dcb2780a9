namespace KafkaStore.Tests.Avro;

public sealed class ContainerHeaderTests
{
    [Fact]
    public async Task KeysAreInOrdinalOrderAndComplete()
    {
        byte[] container = await SampleContainers.WriteAsync(SampleRecords.Varied(seed: 6, count: 10), ContainerCodec.Deflate());
        string[] expected =
        [
            "avro.codec",
            "avro.schema",
            "kafka.base.offset",
            "kafka.blocks",
            "kafka.chain.sha256",
            "kafka.next.offset",
            "kafka.partition",
            "kafka.policy",
            "kafka.records",
            "kafka.records.sha256",
            "kafka.roll.reason",
            "kafka.timestamp.max",
            "kafka.timestamp.min",
            "kafka.topic",
        ];

        Assert.Equal(expected, KeysInOrder(container));
    }

    [Fact]
    public async Task FactsAreReadBackAsTheyWereWritten()
    {
        using var body = new ContainerBody(SampleContainers.Name, ContainerCodec.Deflate(), new SpoolFile(Path.GetTempPath(), 1 << 20), 2);
        foreach (Record record in SampleRecords.Varied(seed: 7, count: 9_000))
            await body.AppendAsync(RecordEncoding.Encode(record));
        SegmentFacts written = SampleContainers.Facts(await body.CompleteAsync()) with { Reason = RollReason.Requested };
        await using ContainerReader reader = await SampleContainers.OpenAsync(
            await SampleContainers.ToBytesAsync(new ContainerContent(body, written.ToMetadata()))
        );

        SegmentFacts read = SegmentFacts.Parse(reader.Header)!;

        Assert.Equal(written.Container.Blocks, read.Container.Blocks);
        Assert.Equal(written with { Container = written.Container with { Blocks = read.Container.Blocks } }, read);
    }

    [Fact]
    public async Task ObjectMetadataSaysTheSameInNamesThatEveryStoreTakes()
    {
        await using ContainerReader reader = await SampleContainers.OpenAsync(
            await SampleContainers.WriteAsync(SampleRecords.Varied(seed: 8, count: 50), ContainerCodec.Null)
        );
        SegmentFacts facts = SegmentFacts.Parse(reader.Header)!;

        IReadOnlyDictionary<string, string> metadata = facts.ToObjectMetadata();

        Assert.Equal(8, metadata.Count);
        Assert.All(metadata, entry => Assert.Equal(reader.Header.Text(HeaderKeyOf(entry.Key)), entry.Value));
        Assert.All(metadata.Keys, key => Assert.Matches("^[a-z][a-z0-9_]*$", key));
        Assert.True(metadata.Sum(entry => entry.Key.Length + entry.Value.Length) < 2_048);
    }

    [Theory]
    [InlineData(HeaderKeys.Topic)]
    [InlineData(HeaderKeys.Partition)]
    [InlineData(HeaderKeys.BaseOffset)]
    [InlineData(HeaderKeys.NextOffset)]
    [InlineData(HeaderKeys.Records)]
    [InlineData(HeaderKeys.RecordsDigest)]
    [InlineData(HeaderKeys.ChainHash)]
    [InlineData(HeaderKeys.RollReason)]
    [InlineData(HeaderKeys.Policy)]
    [InlineData(HeaderKeys.Blocks)]
    public async Task HeaderThatLacksAFactIsNotOurs(string key)
    {
        await using ContainerReader reader = await SampleContainers.OpenAsync(
            await SampleContainers.WriteAsync(SampleRecords.Varied(seed: 9, count: 5), ContainerCodec.Null)
        );
        var metadata = new Dictionary<string, ReadOnlyMemory<byte>>(reader.Header.Metadata);

        Assert.NotNull(SegmentFacts.Parse(new ContainerHeader(metadata, reader.Header.Sync, 0)));
        metadata.Remove(key);
        Assert.Null(SegmentFacts.Parse(new ContainerHeader(metadata, reader.Header.Sync, 0)));
    }

    [Fact]
    public void MetadataInBlocksOfNegativeCountIsRead()
    {
        byte[] sync = new byte[16];
        byte[] first = new PlainAvro().Text("a").Text("1").Text("b").Text("2").ToArray();
        byte[] header = new PlainAvro()
            .Raw("Obj\u0001"u8.ToArray())
            .Long(-2)
            .Bytes(first)
            .Long(1)
            .Text("c")
            .Text("3")
            .Long(0)
            .Raw(sync)
            .ToArray();

        ContainerHeader parsed = ContainerHeader.TryParse(header, out _)!;

        Assert.Equal(("1", "2", "3"), (parsed.Text("a"), parsed.Text("b"), parsed.Text("c")));
        Assert.Equal(header.Length, parsed.Length);
    }

    [Theory]
    [InlineData("5", 5L)]
    [InlineData("-1", -1L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("", null)]
    [InlineData("+5", null)]
    [InlineData("05", null)]
    [InlineData("-0", null)]
    [InlineData("5\0", null)]
    [InlineData(" 5", null)]
    [InlineData("5.0", null)]
    [InlineData("٣", null)]
    public void NumberIsReadOnlyAsItIsWritten(string text, long? expected)
    {
        var header = new ContainerHeader(
            new Dictionary<string, ReadOnlyMemory<byte>> { ["n"] = System.Text.Encoding.UTF8.GetBytes(text) },
            default,
            0
        );

        Assert.Equal(expected, header.Number("n"));
        Assert.Null(header.Number("absent"));
    }

    private static string HeaderKeyOf(string objectKey) => objectKey.Replace('_', '.');

    private static List<string> KeysInOrder(byte[] container)
    {
        int position = 4;
        Assert.True(AvroBinary.TryReadLong(container, ref position, out long count));
        var keys = new List<string>();
        for (; count > 0; count--)
        {
            Assert.True(AvroBinary.TryReadBytes(container, ref position, out Range key));
            Assert.True(AvroBinary.TryReadBytes(container, ref position, out _));
            keys.Add(System.Text.Encoding.UTF8.GetString(container[key]));
        }

        Assert.Equal(0, container[position]);
        return keys;
    }
}
