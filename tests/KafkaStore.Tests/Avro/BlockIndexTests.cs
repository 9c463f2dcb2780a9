namespace KafkaStore.Tests.Avro;

public sealed class BlockIndexTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryBlockCanBeReadFromWhereTheIndexSaysItIs(bool deflated)
    {
        IReadOnlyList<Record> records = SampleRecords.Varied(seed: 5, count: 9_000, maximumValue: 1_500);
        byte[] container = await SampleContainers.WriteAsync(records, deflated ? ContainerCodec.Deflate(1) : ContainerCodec.Null);
        await using ContainerReader whole = await SampleContainers.OpenAsync(container);
        IReadOnlyList<BlockEntry> blocks = ContainerFacts.Parse(whole.Header)!.Blocks;
        var perBlock = new List<List<Record>>();
        int start = whole.Header.Length;
        foreach (BlockEntry entry in blocks)
        {
            var stream = new MemoryStream(container, start, container.Length - start, writable: false);
            await using var reader = ContainerReader.Resume(stream, "container", whole.Header, start);
            ContainerBlock block = (await reader.ReadBlockAsync(default))!;
            Assert.Equal(start, block.Position);
            List<Record> inBlock = [.. block.Records(reader.Layout, 0)];

            Assert.Equal(
                (inBlock[0].Offset, inBlock.Min(record => record.Timestamp), inBlock.Max(record => record.Timestamp)),
                (entry.FirstOffset, entry.SmallestTimestamp, entry.LargestTimestamp)
            );
            Assert.Equal(inBlock.Select(record => record.Offset), block.EncodedRecords().Select(record => record.Offset));
            perBlock.Add(inBlock);
            start += (int)entry.Length;
        }

        Assert.True(blocks.Count >= 3);
        Assert.Equal(container.Length, start);
        SampleContainers.AssertEqual(records, perBlock.SelectMany(inBlock => inBlock));
    }

    [Fact]
    public void IndexIsFourLongsABlock()
    {
        BlockEntry[] blocks =
        [
            new(1, 0, long.MinValue, long.MaxValue),
            new(ContainerLimits.MaximumBlockBytes, 9, -1, -1),
            new(64, long.MaxValue, 0, 0),
        ];
        byte[] expected = new PlainAvro()
            .Long(1)
            .Long(0)
            .Long(long.MinValue)
            .Long(long.MaxValue)
            .Long(ContainerLimits.MaximumBlockBytes)
            .Long(9)
            .Long(-1)
            .Long(-1)
            .Long(64)
            .Long(long.MaxValue)
            .Long(0)
            .Long(0)
            .ToArray();

        Assert.Equal(expected, BlockIndex.Write(blocks));
        Assert.True(BlockIndex.TryParse(expected, out IReadOnlyList<BlockEntry> parsed));
        Assert.Equal(blocks, parsed);
    }

    [Fact]
    public void IndexOfNoBlocksIsEmpty()
    {
        Assert.Empty(BlockIndex.Write([]));
        Assert.True(BlockIndex.TryParse([], out IReadOnlyList<BlockEntry> parsed));
        Assert.Empty(parsed);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(ContainerLimits.MaximumBlockBytes + 100L, 0, 0, 0)]
    [InlineData(long.MaxValue, 0, 0, 0)]
    [InlineData(1, -1, 0, 0)]
    [InlineData(1, 0, 1, 0)]
    public void EntryThatMakesNoSenseIsRefused(long length, long first, long smallest, long largest) =>
        Assert.False(BlockIndex.TryParse(BlockIndex.Write([new(length, first, smallest, largest)]), out _));

    [Fact]
    public void OffsetsOfBlocksMustAscend()
    {
        Assert.False(BlockIndex.TryParse(BlockIndex.Write([new(1, 5, 0, 0), new(1, 5, 0, 0)]), out _));
        Assert.False(BlockIndex.TryParse(BlockIndex.Write([new(1, 5, 0, 0), new(1, 4, 0, 0)]), out _));
    }

    [Fact]
    public void CutOffIndexIsRefused()
    {
        byte[] bytes = BlockIndex.Write([new(300, 5, 1_000, 2_000)]);
        for (int length = 1; length < bytes.Length; length++)
            Assert.False(BlockIndex.TryParse(bytes.AsSpan(0, length), out _));
    }
}
