namespace KafkaStore.Tests.Avro;

/// <summary>However small a block is, it unpacks to no more than the limit, and takes little more memory than it unpacks to.</summary>
[Collection(SerialTests.Name)]
public sealed class BlockInflaterTests
{
    private const int Limit = 1_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    public void BlockUpToTheLimitIsUnpacked(int length)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
        var inflater = new BlockInflater(Limit);
        Assert.Equal(data, inflater.Inflate(Deflate(data))!.Value.ToArray());
        Assert.Equal(data, inflater.Inflate(Deflate(data))!.Value.ToArray());
    }

    [Theory]
    [InlineData(Limit + 1)]
    [InlineData(50 * Limit)]
    public void LargerBlockIsRefusedWithoutItsMemory(int length)
    {
        byte[] bomb = Deflate(new byte[length]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(new BlockInflater(Limit).Inflate(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Limit);
    }

    [Fact]
    public void LargeBlockTakesLittleMoreMemoryThanItHas()
    {
        const int Length = 40 * 1024 * 1024;
        byte[] deflated = Deflate(new byte[Length]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Length, new BlockInflater(ContainerLimits.MaximumBlockBytes).Inflate(deflated)!.Value.Length);

        // All buffers on the way, of which only the last two are alive at a time.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Length, 4L * Length);
    }

    [Fact]
    public void LargestRecordFitsWithWhatComesBeforeIt() =>
        Assert.True(
            ContainerLimits.MaximumRecordBytes + ContainerLimits.BlockBytes + (ContainerLimits.MaximumRecordBytes / 1000)
                < ContainerLimits.MaximumBlockBytes
        );

    private static byte[] Deflate(byte[] data)
    {
        var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(data);
        return target.ToArray();
    }
}
