namespace KafkaStore.Tests.Avro;

/// <summary>However small a block is, it unpacks to no more than the limit, and takes little more memory than it unpacks to.</summary>
[Collection(SerialTests.Name)]
public sealed class BlockCodecTests
{
    private const int Limit = 1_000_000;

    // The decoder's own tables, whatever the block.
    private const int TablesOfBzip2 = 8_000_000;

    public static TheoryData<string> Kinds() => [.. Packing.Kinds];

    public static TheoryData<string, int> KindsAndLengths() => Each([0, 1, 16 * 1024, (16 * 1024) + 1, Limit - 1, Limit]);

    public static TheoryData<string, int> KindsAndExcesses() => Each([Limit + 1, 50 * Limit]);

    [Theory]
    [MemberData(nameof(KindsAndLengths))]
    public void BlockUpToTheLimitIsUnpacked(string kind, int length)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
        byte[] block = Packing.Pack(kind, data);
        using var memory = new BlockInflater(Limit);
        Assert.Equal(data, Packing.CodecOf(kind).Unpack(block, memory)!.Value.ToArray());
        Assert.Equal(data, Packing.CodecOf(kind).Unpack(block, memory)!.Value.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatDoesNotCompressIsUnpackedToo(string kind)
    {
        byte[] data = new byte[Limit];
        new Random(5).NextBytes(data);
        using var memory = new BlockInflater(Limit);
        Assert.Equal(data, Packing.CodecOf(kind).Unpack(Packing.Pack(kind, data), memory)!.Value.ToArray());
    }

    [Theory]
    [MemberData(nameof(KindsAndExcesses))]
    public void LargerBlockIsRefusedWithoutItsMemory(string kind, int length)
    {
        byte[] bomb = Packing.Pack(kind, new byte[length]);
        BlockCodec codec = Packing.CodecOf(kind);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(codec.Unpack(bomb, new BlockInflater(Limit)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (4 * Limit) + (kind == "bzip2" ? TablesOfBzip2 : 0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void LargeBlockTakesLittleMoreMemoryThanItHas(string kind)
    {
        const int Length = 40 * 1024 * 1024;
        byte[] block = Packing.Pack(kind, new byte[Length]);
        BlockCodec codec = Packing.CodecOf(kind);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Length, codec.Unpack(block, new BlockInflater(ContainerLimits.MaximumBlockBytes))!.Value.Length);

        // All buffers on the way, of which only the last two are alive at a time.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Length, 4L * Length);
    }

    [Fact]
    public void LargestRecordFitsWithWhatComesBeforeIt() =>
        Assert.True(
            ContainerLimits.MaximumRecordBytes + ContainerLimits.BlockBytes + (ContainerLimits.MaximumRecordBytes / 1000)
                < ContainerLimits.MaximumBlockBytes
        );

    private static TheoryData<string, int> Each(int[] lengths)
    {
        var all = new TheoryData<string, int>();
        foreach (string kind in Packing.Kinds)
        {
            foreach (int length in lengths)
                all.Add(kind, length);
        }

        return all;
    }
}
