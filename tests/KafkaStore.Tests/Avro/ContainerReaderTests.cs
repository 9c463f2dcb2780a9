namespace KafkaStore.Tests.Avro;

public sealed class ContainerReaderTests
{
    private static readonly byte[] Sync = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
    private static readonly byte[] OneRecord = new PlainAvro().Long(5).Optional([1]).Optional(null).ToArray();

    [Fact]
    public async Task ContainerWithoutACodecIsNotCompressed()
    {
        byte[] container = new PlainAvro()
            .Header(Sync, ("avro.schema", RecordLayoutTests.OriginalSchema))
            .Block(1, OneRecord, Sync)
            .ToArray();

        Assert.Equal("7 5 'AQ==' null []", SampleRecords.Text(Assert.Single(await SampleContainers.ReadAsync(container, baseOffset: 7))));
    }

    [Fact]
    public async Task StreamThatGivesOneByteAtATimeIsReadTheSame()
    {
        IReadOnlyList<Record> records = SampleRecords.Varied(seed: 10, count: 300);
        byte[] container = await SampleContainers.WriteAsync(records, ContainerCodec.Deflate());
        await using ContainerReader reader = await ContainerReader.OpenAsync(new TrickleStream(container), "container", default);

        SampleContainers.AssertEqual(records, await SampleContainers.ReadAsync(reader));
    }

    [Fact]
    public async Task BlockPositionIsWhereTheBlockStartsInTheContainer()
    {
        byte[] container = await SampleContainers.WriteAsync(SampleRecords.Varied(seed: 11, count: 30_000), ContainerCodec.Null);
        await using ContainerReader reader = await SampleContainers.OpenAsync(container);
        long expected = reader.Header.Length;
        foreach (BlockEntry entry in ContainerFacts.Parse(reader.Header)!.Blocks)
        {
            Assert.Equal(expected, (await reader.ReadBlockAsync(default))!.Position);
            expected += entry.Length;
        }

        Assert.Null(await reader.ReadBlockAsync(default));
        Assert.Null(await reader.ReadBlockAsync(default));
    }

    [Theory]
    [InlineData("xz")]
    [InlineData("snappy")]
    [InlineData("Deflate")]
    [InlineData("")]
    public async Task UnknownCodecIsNamed(string codec)
    {
        byte[] container = new PlainAvro().Header(Sync, ("avro.schema", RecordLayoutTests.OriginalSchema), ("avro.codec", codec)).ToArray();

        Assert.Equal(
            $"container is compressed with '{codec}'; only deflate, zstandard and null can be read.",
            (await DamageAsync(container)).Message
        );
    }

    [Fact]
    public async Task CodecThatIsNoTextIsRefused()
    {
        byte[] container = new PlainAvro()
            .Raw("Obj\u0001"u8.ToArray())
            .Long(2)
            .Text("avro.schema")
            .Text(RecordLayoutTests.OriginalSchema)
            .Text("avro.codec")
            .Bytes(0xff)
            .Long(0)
            .Raw(Sync)
            .ToArray();

        Assert.Equal("container can't be read: its avro.codec is no text.", (await DamageAsync(container)).Message);
    }

    [Fact]
    public async Task ContainerOfOtherRecordsIsRefused()
    {
        byte[] container = new PlainAvro().Header(Sync, ("avro.schema", "\"string\"")).ToArray();

        Assert.Contains("schema", (await DamageAsync(container)).Message);
        Assert.Contains("avro.schema", (await DamageAsync(new PlainAvro().Header(Sync).ToArray())).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4f")]
    [InlineData("4f626a02")]
    [InlineData("6f626a01")]
    [InlineData("7b7d")]
    [InlineData("00")]
    public async Task WhatIsNoContainerIsRefused(string hex) => await DamageAsync(Convert.FromHexString(hex));

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(1, -1)]
    [InlineData(1, long.MaxValue)]
    [InlineData(1, int.MaxValue)]
    [InlineData(1, ContainerLimits.MaximumBlockBytes)]
    [InlineData(1, ContainerLimits.MaximumBlockBytes + 1L)]
    [InlineData(long.MinValue, long.MinValue)]
    public async Task BlockOfImpossibleSizeIsRefusedWithoutItsMemory(long count, long size)
    {
        byte[] container = new PlainAvro()
            .Header(Sync, ("avro.schema", RecordLayoutTests.OriginalSchema))
            .Long(count)
            .Long(size)
            .Raw(OneRecord)
            .Raw(Sync)
            .ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();

        await DamageAsync(container);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task WrongNumberOfRecordsInABlockIsFound(long count)
    {
        byte[] container = new PlainAvro()
            .Header(Sync, ("avro.schema", RecordLayoutTests.OriginalSchema))
            .Block(count, OneRecord, Sync)
            .ToArray();

        await DamageAsync(container);
    }

    [Fact]
    public async Task WrongSyncMarkerIsFound()
    {
        byte[] container = new PlainAvro()
            .Header(Sync, ("avro.schema", RecordLayoutTests.OriginalSchema))
            .Block(1, OneRecord, new byte[16])
            .ToArray();

        Assert.Contains("sync marker", (await DamageAsync(container)).Message);
    }

    [Fact]
    public async Task StreamIsDisposedWhenOpeningFails()
    {
        var stream = new MemoryStream([1, 2, 3]);

        await Assert.ThrowsAsync<DamagedContainerException>(() => ContainerReader.OpenAsync(stream, "container", default));

        Assert.False(stream.CanRead);
    }

    private static Task<DamagedContainerException> DamageAsync(byte[] container) =>
        Assert.ThrowsAsync<DamagedContainerException>(() => SampleContainers.ReadAsync(container));

    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
