namespace KafkaStore.Tests.Avro;

public sealed class ContainerCodecTests
{
    private static readonly byte[] Block =
    [
        .. SampleRecords.Varied(seed: 8, count: 800, maximumValue: 900).SelectMany(record => RecordEncoding.Encode(record).Bytes.ToArray()),
    ];

    public static TheoryData<string, int> Levels()
    {
        var levels = new TheoryData<string, int>();
        foreach (ContainerCodec codec in ContainerCodec.Names.Select(ContainerCodec.Named))
        {
            for (int level = codec.LeastLevel; level <= codec.MostLevel; level++)
                levels.Add(codec.Name, level);
        }

        return levels;
    }

    [Fact]
    public void DeflateComesFirstAndIsTheDefault() =>
        Assert.Equal(
            ("deflate,zstandard,null", "deflate"),
            (
                string.Join(",", ContainerCodec.Names),
                new ArchiverOptions { Topics = ["t"] }
                    .Codec
                    .Name
            )
        );

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task ABlockOfAnyLevelUnpacksToItself(string name, int level)
    {
        ContainerCodec codec = ContainerCodec.Named(name).AtLevel(level);
        IReadOnlyList<Record> records = SampleRecords.Varied(seed: level, count: 400);
        SampleContainers.AssertEqual(records, await SampleContainers.ReadAsync(await SampleContainers.WriteAsync(records, codec)));
        byte[] container = await SampleContainers.WriteAsync(records, codec);
        await using ContainerReader reader = await SampleContainers.OpenAsync(container);
        Assert.Equal(name, reader.Codec);
    }

    // Whatever was compressed before or is beside it.
    [Theory]
    [InlineData("deflate")]
    [InlineData("zstandard")]
    public void ABlockHasTheSameBytesEveryTime(string name)
    {
        var codec = ContainerCodec.Named(name);
        byte[] expected = codec.Compress(Block, new MemoryStream()).ToArray();
        Parallel.For(
            0,
            40,
            i =>
            {
                using var used = new MemoryStream();
                codec.AtLevel(1 + (i % 9)).Compress(Block.AsMemory(0, Block.Length / (1 + (i % 7))), used);
                Assert.True(codec.Compress(Block, used).Span.SequenceEqual(expected));
            }
        );
    }

    // A reader that streams needs as much memory as the window, and many refuse more than 8 MiB.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(19)]
    public void AFrameSaysHowLongItIsHasNoChecksumAndNeedsNoLargerWindowThanEightMegabytes(int level)
    {
        foreach (int length in (int[])[1, 300, 1_100_000, 20_000_000])
        {
            byte[] block = new byte[length];
            byte[] frame = ContainerCodec.Zstandard(level).Compress(block, new MemoryStream()).ToArray();
            Assert.Equal("28B52FFD", Convert.ToHexString(frame.AsSpan(0, 4)));
            Assert.Equal(0, frame[4] & 0b0000_0111);
            Assert.Equal((ulong)length, ZstdSharp.Decompressor.GetDecompressedSize(frame));
            bool single = (frame[4] & 0b0010_0000) != 0;
            Assert.True(single ? length <= 8 << 20 : 10 + (frame[5] >> 3) <= 23, $"{length} bytes: {frame[4]:x2} {frame[5]:x2}");
        }
    }

    [Theory]
    [InlineData("deflate", -1)]
    [InlineData("deflate", 10)]
    [InlineData("zstandard", 0)]
    [InlineData("zstandard", 20)]
    [InlineData("null", 1)]
    public void ALevelThatACodecHasNotIsRefused(string name, int level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ContainerCodec.Named(name).AtLevel(level));

    [Fact]
    public void ACodecThatIsOnlyReadIsNotWritten() => Assert.Throws<ArgumentOutOfRangeException>(() => ContainerCodec.Named("snappy"));
}
