namespace KafkaStore.Tests.Avro;

public sealed class ContainerBodyTests
{
    private const int MiB = 1024 * 1024;

    public static TheoryData<string> Codecs() => ["null", .. Enumerable.Range(0, 10).Select(level => $"deflate:{level}")];

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task EveryCodecGivesTheRecordsBack(string codec)
    {
        IReadOnlyList<Record> records = SampleRecords.Varied(seed: 4, count: 2_500, maximumValue: 1_500);
        ContainerCodec used = codec == "null" ? ContainerCodec.Null : ContainerCodec.Deflate(codec[^1] - '0');

        byte[] container = await SampleContainers.WriteAsync(records, used);

        Assert.Equal(codec, used.ToString());
        SampleContainers.AssertEqual(records, await SampleContainers.ReadAsync(container));
        await using ContainerReader reader = await SampleContainers.OpenAsync(container);
        Assert.Equal(codec.Split(':')[0], reader.Header.Text(HeaderKeys.Codec));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void OtherDeflateLevelsAreRefused(int level) => Assert.Throws<ArgumentOutOfRangeException>(() => ContainerCodec.Deflate(level));

    [Fact]
    public void DefaultDeflateLevelIsSix() => Assert.Equal(6, ContainerCodec.Deflate().Level);

    [Theory]
    [InlineData(new[] { MiB - 100, 100, 50 }, new[] { 2, 1 })] // reached exactly
    [InlineData(new[] { MiB - 100, 99, 50, 40 }, new[] { 3, 1 })] // one byte short, then passed
    [InlineData(new[] { MiB, 50 }, new[] { 1, 1 })]
    [InlineData(new[] { MiB - 1, 50 }, new[] { 2 })]
    [InlineData(new[] { 50, 3 * MiB, 50 }, new[] { 2, 1 })] // never split
    [InlineData(new[] { 3 * MiB, 2 * MiB, MiB }, new[] { 1, 1, 1 })]
    [InlineData(new[] { MiB / 2, MiB / 2, MiB / 2, MiB / 2 }, new[] { 2, 2 })] // no empty block at the end
    public async Task BlockEndsWithTheRecordThatBringsItToOneMebibyte(int[] sizes, int[] expectedCounts)
    {
        EncodedRecord[] records = [.. sizes.Select((size, i) => SampleRecords.Sized(i, size))];
        byte[] container = await SampleContainers.WriteAsync(SampleContainers.Name, records, ContainerCodec.Null);
        await using ContainerReader reader = await SampleContainers.OpenAsync(container);
        var counts = new List<int>();
        while (await reader.ReadBlockAsync(default) is { } block)
        {
            Assert.Equal(sizes.Skip(counts.Sum()).Take((int)block.Count).Sum(), block.Data.Length);
            counts.Add((int)block.Count);
        }

        Assert.Equal(expectedCounts, counts);
        Assert.Equal(expectedCounts.Length, ContainerFacts.Parse(reader.Header)!.Blocks.Count);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public async Task OffsetThatDoesNotFollowIsRefused(long offset)
    {
        using ContainerBody body = Body(new ArchiveName(new TopicPartition("t", 0), 5));
        if (offset == 7)
            await body.AppendAsync(SampleRecords.Sized(7, 50));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await body.AppendAsync(SampleRecords.Sized(offset, 50)));
    }

    [Fact]
    public async Task FactsFollowTheRecordsAndTheBaseMayComeBeforeTheFirst()
    {
        var name = new ArchiveName(new TopicPartition("t", 0), 5);
        using ContainerBody body = Body(name);
        await body.AppendAsync(RecordEncoding.Encode(SampleRecords.Of(8, timestamp: 50)));
        await body.AppendAsync(RecordEncoding.Encode(SampleRecords.Of(12, timestamp: -1)));
        await body.AppendAsync(RecordEncoding.Encode(SampleRecords.Of(13, timestamp: 40)));

        ContainerFacts facts = await body.CompleteAsync();

        Assert.Equal((name, 14, 3, -1, 50), (facts.Name, facts.NextOffset, facts.Records, facts.SmallestTimestamp, facts.LargestTimestamp));
        Assert.Equal(new OffsetRange(5, 14), facts.Range);
        Assert.Equal(8, Assert.Single(facts.Blocks).FirstOffset);
    }

    [Fact]
    public async Task BodyWithoutRecordsIsAContainerWithoutBlocks()
    {
        using ContainerBody body = Body(new ArchiveName(new TopicPartition("t", 0), 5));
        ContainerFacts facts = await body.CompleteAsync();
        byte[] container = await SampleContainers.ToBytesAsync(new ContainerContent(body, facts.ToMetadata()));

        Assert.Equal((5, 0, Sha256Hash.OfNothing), (facts.NextOffset, facts.Records, facts.RecordsDigest));
        Assert.Null(facts.SmallestTimestamp);
        Assert.Empty(await SampleContainers.ReadAsync(container));
    }

    private static ContainerBody Body(ArchiveName name) => new(name, ContainerCodec.Null, new SpoolFile(Path.GetTempPath(), MiB), 1);
}
