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
        Assert.Equal(data, Inflate(inflater, Deflate(data))!.Value.ToArray());
        Assert.Equal(data, Inflate(inflater, Deflate(data))!.Value.ToArray());
    }

    [Theory]
    [InlineData(Limit + 1)]
    [InlineData(50 * Limit)]
    public void LargerBlockIsRefusedWithoutItsMemory(int length)
    {
        byte[] bomb = Deflate(new byte[length]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Inflate(new BlockInflater(Limit), bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Limit);
    }

    [Fact]
    public void LargeBlockTakesLittleMoreMemoryThanItHas()
    {
        const int Length = 40 * 1024 * 1024;
        byte[] deflated = Deflate(new byte[Length]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Length, Inflate(new BlockInflater(ContainerLimits.MaximumBlockBytes), deflated)!.Value.Length);

        // All buffers on the way: doubled up to 16 MiB at most, then what was counted.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Length, Length + (24L * 1024 * 1024));
    }

    [Fact]
    public void BlockThatClaimsAGigabyteIsRefusedWithLittleMemory()
    {
        byte[] bomb = Bomb(1024);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Inflate(new BlockInflater(ContainerLimits.MaximumBlockBytes), bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 24L * 1024 * 1024);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(33)]
    public void BlockThatIsCountedBeforeItHasMemoryUnpacksToTheSame(int megabytes)
    {
        byte[] data = [.. Enumerable.Range(0, megabytes * 1024 * 1024).Select(i => (byte)(i / 7 % 251))];
        byte[] deflated = Deflate(data);
        var inflater = new BlockInflater(ContainerLimits.MaximumBlockBytes);
        Assert.True(Inflate(inflater, deflated)!.Value.Span.SequenceEqual(data));
        Assert.Equal([1, 2, 3], Inflate(inflater, Deflate([1, 2, 3]))!.Value.ToArray());
        Assert.True(Inflate(inflater, deflated)!.Value.Span.SequenceEqual(data));
    }

    [Fact]
    public void LargestRecordFitsWithWhatComesBeforeIt() =>
        Assert.True(
            ContainerLimits.MaximumRecordBytes + ContainerLimits.BlockBytes + (ContainerLimits.MaximumRecordBytes / 1000)
                < ContainerLimits.MaximumBlockBytes
        );

    private static ReadOnlyMemory<byte>? Inflate(BlockInflater memory, byte[] stored) => Packing.CodecOf("deflate").Unpack(stored, memory);

    private static byte[] Bomb(int megabytes)
    {
        var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int i = 0; i < megabytes; i++)
                deflate.Write(new byte[1024 * 1024]);
        }

        return target.ToArray();
    }

    private static byte[] Deflate(byte[] data)
    {
        var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(data);
        return target.ToArray();
    }
}
