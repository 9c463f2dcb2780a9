namespace KafkaStore.Tests.Avro;

public sealed class ContainerDeterminismTests
{
    private static readonly EncodedRecord[] Records =
    [
        .. SampleRecords.Varied(seed: 3, count: 6_000, maximumValue: 2_000).Select(RecordEncoding.Encode),
    ];

    [Theory]
    [InlineData("deflate", 1, 1 << 20, false)]
    [InlineData("deflate", 8, 1 << 20, false)]
    [InlineData("deflate", 2, 0, false)]
    [InlineData("deflate", 3, 1 << 30, true)]
    [InlineData("deflate", 1, 100_000, true)]
    [InlineData("zstandard", 1, 1 << 20, false)]
    [InlineData("zstandard", 8, 1 << 20, false)]
    [InlineData("zstandard", 3, 1 << 30, true)]
    public async Task SameRecordsGiveTheSameBytes(string name, int parallelism, int memoryLimitBytes, bool pauses)
    {
        ContainerCodec codec = ContainerCodec.Named(name).AtLevel(1);
        var random = new Random(parallelism);
        byte[] expected = await SampleContainers.WriteAsync(SampleContainers.Name, Records, codec);

        byte[] again = await SampleContainers.WriteAsync(
            SampleContainers.Name,
            Records,
            codec,
            parallelism,
            memoryLimitBytes,
            async () =>
            {
                if (pauses && random.Next(100) == 0)
                    await Task.Delay(random.Next(2));
                else if (pauses && random.Next(10) == 0)
                    await Task.Yield();
            }
        );

        Assert.True(expected.AsSpan().SequenceEqual(again));
        Assert.True((await BlocksOfAsync(expected)).Count > 2);
    }

    [Fact]
    public async Task OpeningTheContentAgainGivesTheSameBytes()
    {
        using var body = new ContainerBody(SampleContainers.Name, ContainerCodec.Deflate(), new SpoolFile(Path.GetTempPath(), 1_000), 2);
        foreach (EncodedRecord record in Records)
            await body.AppendAsync(record);
        var content = new ContainerContent(body, SampleContainers.Facts(await body.CompleteAsync()).ToMetadata());

        byte[] first = await SampleContainers.ToBytesAsync(content);

        Assert.Equal(first, await SampleContainers.ToBytesAsync(content));
    }

    [Fact]
    public async Task BytesOfARecordMayChangeAfterItWasAppended()
    {
        byte[] expected = await SampleContainers.WriteAsync(SampleContainers.Name, Records, ContainerCodec.Null);
        byte[] shared = new byte[Records.Max(record => record.Bytes.Length)];

        byte[] actual = await SampleContainers.WriteAsync(
            SampleContainers.Name,
            Records.Select(record =>
            {
                record.Bytes.CopyTo(shared);
                return record with { Bytes = shared.AsMemory(0, record.Bytes.Length) };
            }),
            ContainerCodec.Null
        );

        Assert.True(expected.AsSpan().SequenceEqual(actual));
    }

    [Fact]
    public async Task BlockIsCompressedInOneCall()
    {
        byte[] container = await SampleContainers.WriteAsync(SampleContainers.Name, Records, ContainerCodec.Deflate(6));
        await using ContainerReader reader = await SampleContainers.OpenAsync(container);
        int start = reader.Header.Length;
        foreach (BlockEntry entry in ContainerFacts.Parse(reader.Header)!.Blocks)
        {
            ContainerBlock block = (await reader.ReadBlockAsync(default))!;
            var compressed = new MemoryStream();
            using (var deflate = new DeflateStream(compressed, new ZLibCompressionOptions { CompressionLevel = 6 }, leaveOpen: true))
                deflate.Write(block.Data.Span);
            byte[] expected = new PlainAvro().Block(block.Count, compressed.ToArray(), reader.Header.Sync.ToArray()).ToArray();
            Assert.True(expected.AsSpan().SequenceEqual(container.AsSpan(start, (int)entry.Length)));
            start += (int)entry.Length;
        }

        Assert.Equal(container.Length, start);
    }

    [Fact]
    public async Task DigestIsOfTheRecordsAloneWhateverTheCodec()
    {
        byte[] expected = SHA256.HashData([.. Records.SelectMany(record => record.Bytes.ToArray())]);
        ContainerCodec[] codecs = [ContainerCodec.Null, ContainerCodec.Deflate(1), ContainerCodec.Deflate(9), ContainerCodec.Zstandard()];
        foreach (ContainerCodec codec in codecs)
        {
            await using ContainerReader reader = await SampleContainers.OpenAsync(
                await SampleContainers.WriteAsync(SampleContainers.Name, Records, codec)
            );

            Assert.Equal(expected, ContainerFacts.Parse(reader.Header)!.RecordsDigest.ToBytes());
        }
    }

    public static TheoryData<ContainerCodec> OneOfEach { get; } =
    [ContainerCodec.Null, ContainerCodec.Deflate(6), ContainerCodec.Zstandard()];

    [Theory]
    [MemberData(nameof(OneOfEach))]
    public async Task RecordsOfManyBlocksSizeAreBlocksAloneOrLastAndNotNeededOnceTheyAreAppended(ContainerCodec codec)
    {
        const int Mib = 1024 * 1024;
        int[] sizes = [100, 17 * Mib, 18 * Mib, 5 * Mib, 71, 20 * Mib, 200];
        EncodedRecord[] records = [.. sizes.Select((size, offset) => SampleRecords.Sized(offset, size))];
        byte[] expected = SHA256.HashData([.. records.SelectMany(record => record.Bytes.ToArray())]);
        var written = new List<byte[]>();
        foreach (int parallelism in new[] { 1, 4 })
        {
            byte[][] memory = [.. records.Select(record => record.Bytes.ToArray())];
            int appended = 0;
            written.Add(
                await SampleContainers.WriteAsync(
                    SampleContainers.Name,
                    records.Select((record, index) => record with { Bytes = memory[index] }),
                    codec,
                    parallelism,
                    beforeAppend: () =>
                    {
                        if (appended++ > 0)
                            Array.Clear(memory[appended - 2]);
                        return Task.CompletedTask;
                    }
                )
            );
        }

        Assert.True(written[0].AsSpan().SequenceEqual(written[1])); // of tens of megabytes, which Equal compares one by one
        await using ContainerReader reader = await SampleContainers.OpenAsync(written[0]);
        ContainerFacts facts = ContainerFacts.Parse(reader.Header)!;
        Assert.Equal(expected, facts.RecordsDigest.ToBytes());
        Assert.Equal([0, 2, 3, 4, 6], facts.Blocks.Select(block => block.FirstOffset));
        Assert.Equal(
            records.Select(record => Sha256Hash.Of(record.Bytes.Span)),
            (await SampleContainers.ReadAsync(reader)).Select(record => Sha256Hash.Of(RecordEncoding.Encode(record).Bytes.Span))
        );
    }

    private static async Task<IReadOnlyList<BlockEntry>> BlocksOfAsync(byte[] container)
    {
        await using ContainerReader reader = await SampleContainers.OpenAsync(container);
        return ContainerFacts.Parse(reader.Header)!.Blocks;
    }
}
