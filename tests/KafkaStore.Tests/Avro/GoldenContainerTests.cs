namespace KafkaStore.Tests.Avro;

/// <summary>
/// The format as it was first released. What fails here would write other bytes than earlier releases did, or no longer
/// read theirs: archives outlive programs.
/// </summary>
public sealed class GoldenContainerTests
{
    private const string Sha256OfNull = "1c485d68786986454adda996669350e1f4570e1ffe2bad27ec0ac4926e5c20fe";

    private static readonly Record[] Records =
    [
        SampleRecords.Of(0, 1_478_570_870_012, null, "hello"),
        SampleRecords.Of(1, 1_478_570_875_023, "key", "world", SampleRecords.Header("trace", 1, 2, 3), SampleRecords.Header("trace", null)),
        SampleRecords.Of(2, -1, "", ""),
        SampleRecords.Of(7, 1_478_570_890_054, "tombstone"),
        new(8, 1_478_570_890_055, new byte[] { 0x00, 0xff, 0xfe }, new byte[300], []),
    ];

    [Fact]
    public async Task SameRecordsStillGiveTheSameContainer()
    {
        byte[] written = await SampleContainers.WriteAsync(Records, ContainerCodec.Null);

        Assert.Equal(Sha256OfNull, Convert.ToHexStringLower(SHA256.HashData(written)));
        Assert.Equal(await File.ReadAllBytesAsync(PathOf("null.avro")), written);
    }

    // The bytes are the library's of this version. Where another one gives others, the changelog says so, and this file stays as it
    // is, for the test below; the one of the new version gets a file of its own.
    [Fact]
    public async Task SameRecordsGiveTheSameContainerInZstandardOfTheSameVersion()
    {
        byte[] written = await SampleContainers.WriteAsync(Records, ContainerCodec.Zstandard());

        Assert.Equal(new Version(0, 8, 8, 0), typeof(ZstdSharp.Compressor).Assembly.GetName().Version);
        Assert.Equal(await File.ReadAllBytesAsync(PathOf("zstandard.avro")), written);
    }

    [Theory]
    [InlineData("null.avro")]
    [InlineData("deflate.avro")]
    [InlineData("zstandard.avro")]
    public async Task ContainerIsStillRead(string file)
    {
        await using ContainerReader reader = await ContainerReader.OpenAsync(File.OpenRead(PathOf(file)), file, default);
        SegmentFacts facts = SegmentFacts.Parse(reader.Header)!;

        Assert.Equal((9, 5, RollReason.Size), (facts.NextOffset, facts.Container.Records, facts.Reason));
        Assert.Equal("a0465d22d3e429dda5496c9776403a9e1608dd24f5c23dac322004c2f2962ae8", facts.ChainHash.Hex);
        SampleContainers.AssertEqual(Records, await SampleContainers.ReadAsync(reader));
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Golden", file);
}
