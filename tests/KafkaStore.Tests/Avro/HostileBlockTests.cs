using System.Buffers.Binary;

namespace KafkaStore.Tests.Avro;

/// <summary>
/// Blocks that are cut off, followed by something, or claim what they have not: they are unpacked to what they hold, or refused
/// with <see cref="InvalidDataException"/> and nothing else, and no claim takes memory.
/// </summary>
[Collection(SerialTests.Name)]
public sealed class HostileBlockTests
{
    private const int Limit = 8 * 1024 * 1024;
    private const int LittleBytes = 128 * 1024;

    // The decoder's own tables, whatever the block.
    private const int TablesOfBzip2 = 8_000_000;

    private static readonly byte[] Data = [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i * i % 251))];

    public static TheoryData<string> Kinds() => [.. Packing.Kinds];

    public static TheoryData<string> KindsWithAnEnd() => [.. Packing.Kinds.Where(kind => kind != "deflate")];

    // A deflate stream that is cut off unpacks to what is there: the number of records and their digest tell that it lacks some.
    [Theory]
    [MemberData(nameof(KindsWithAnEnd))]
    public void ABlockThatIsCutOffIsRefused(string kind)
    {
        byte[] block = Packing.Pack(kind, Data);
        for (int length = 1; length < block.Length; length += kind == "bzip2" ? 37 : 1)
            Assert.Throws<InvalidDataException>(() => Unpack(kind, block[..length]));
        Assert.Throws<InvalidDataException>(() => Unpack(kind, block[..^1]));
    }

    [Theory]
    [MemberData(nameof(KindsWithAnEnd))]
    public void ABlockThatIsFollowedByAnythingIsRefused(string kind)
    {
        byte[] block = Packing.Pack(kind, Data);
        Assert.Throws<InvalidDataException>(() => Unpack(kind, [.. block, 0]));
        Assert.Throws<InvalidDataException>(() => Unpack(kind, [.. block, .. "what comes after it"u8]));
    }

    // Avro's Python writer cuts zlib's checksum off but for three bytes.
    [Fact]
    public void WhatFollowsADeflateStreamIsPassedOver() =>
        Assert.Equal(Data, Unpack("deflate", [.. Packing.Pack("deflate", Data), 1, 2, 3]));

    [Theory]
    [InlineData("zstandard")]
    [InlineData("zstandard of a stream")]
    [InlineData("bzip2")]
    public void SeveralOneAfterTheOtherAreUnpackedAsOne(string kind)
    {
        byte[] block = Packing.Pack(kind, Data);
        byte[] empty = Packing.Pack(kind, []);
        Assert.Equal((byte[])[.. Data, .. Data, .. Data], Unpack(kind, [.. block, .. empty, .. block, .. block, .. empty]));
        Assert.Throws<InvalidDataException>(() => Unpack(kind, [.. block, .. block[..^1]]));
    }

    [Fact]
    public void SeveralThatAreTogetherTooLargeAreRefused()
    {
        byte[] half = Packing.Pack("zstandard", new byte[Limit / 2]);
        Assert.Equal(Limit, Unpack("zstandard", [.. half, .. half])!.Length);
        Assert.Null(Unpack("zstandard", [.. half, .. half, .. Packing.Pack("zstandard", [1])]));
    }

    [Fact]
    public void ASkippableFrameIsSkipped()
    {
        byte[] skippable = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9];
        Assert.Equal(Data, Unpack("zstandard", [.. skippable, .. Packing.Pack("zstandard", Data), .. skippable]));
    }

    // A frame that claims a length, and holds one byte.
    [Theory]
    [InlineData(2L)]
    [InlineData(Limit)]
    [InlineData(int.MaxValue)]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    [InlineData(-3L)]
    public void TheLengthThatAFrameClaimsTakesNoMemory(long claimed)
    {
        byte[] frame = [.. Magic, 0b1110_0000, .. new byte[8], 0b0000_1001, 0, 0, (byte)'a'];
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(5), claimed);
        Refused("zstandard", frame);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(5), 1);
        Assert.Equal("a"u8.ToArray(), Unpack("zstandard", frame));
    }

    // A part of a frame that no room suffices for, in a frame that claims much: found by turning each bit.
    [Fact]
    public void ADamagedFrameTakesNoMoreThanItsPartsCanHold()
    {
        byte[] frame = Packing.Pack("zstandard", Data);
        frame = [.. frame[..4], 0b1010_0000, 0, 0, 0x40, 0, .. frame[7..]];
        for (int bit = 8 * 9; bit < 8 * frame.Length; bit++)
        {
            byte[] damaged = [.. frame];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidDataException>(() => Unpack("zstandard", damaged));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
        }
    }

    // Windows of a kilobyte, of 2 GiB and of 3.75 TiB.
    [Theory]
    [InlineData(0x00, true)]
    [InlineData(0xA8, true)]
    [InlineData(0xFF, false)]
    public void TheWindowThatAFrameClaimsTakesNoMemory(byte window, bool read)
    {
        byte[] frame = [.. Magic, 0b0000_0000, window, 0b0000_1001, 0, 0, (byte)'a'];
        if (read)
            Assert.Equal("a"u8.ToArray(), Little("zstandard", frame));
        else
            Refused("zstandard", frame);
    }

    [Fact]
    public void AFrameThatNeedsADictionaryIsRefused() => Refused("zstandard", [.. Magic, 0b0010_0001, 7, 1, 0b0000_1001, 0, 0, (byte)'a']);

    [Fact]
    public void AChecksumThatAFrameHasIsLookedAt()
    {
        using var packed = new MemoryStream();
        using (var compressor = new ZstdSharp.Compressor())
        {
            compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
            packed.Write(compressor.Wrap(Data));
        }

        byte[] frame = packed.ToArray();
        Assert.Equal(Data, Unpack("zstandard", frame));
        frame[^1] ^= 1;
        Refused("zstandard", frame);
    }

    [Theory]
    [InlineData("0100")]
    [InlineData("FFFFFFFF0F00")]
    [InlineData("FFFFFFFF07")]
    [InlineData("FFFFFFFFFFFFFFFFFF01")]
    [InlineData("80808004")]
    public void TheLengthThatASnappyBlockClaimsTakesNoMemory(string packed) =>
        Refused("snappy", [.. Convert.FromHexString(packed), 0, 0, 0, 0]);

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000000")]
    public void ASnappyBlockWithoutAChecksumIsRefused(string bytes) => Refused("snappy", Convert.FromHexString(bytes));

    [Fact]
    public void TheChecksumOfASnappyBlockIsLookedAt()
    {
        byte[] block = Packing.Pack("snappy", Data);
        block[^1] ^= 1;
        Refused("snappy", block);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnyMutationIsUnpackedOrRefused(string kind)
    {
        byte[] block = Packing.Pack(kind, Data[..400]);
        var random = new Random(17);
        int unpacked = 0;
        for (int i = 0; i < (kind == "bzip2" ? 500 : 20_000); i++)
        {
            try
            {
                unpacked += Unpack(kind, Mutations.Apply(block, random)) is null ? 0 : 1;
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }

        Assert.InRange(unpacked, 0, 19_000);
    }

    private static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    private static byte[]? Unpack(string kind, byte[] block)
    {
        using var memory = new BlockInflater(Limit);
        return Packing.CodecOf(kind).Unpack(block, memory)?.ToArray();
    }

    private static void Refused(string kind, byte[] block) => Assert.Throws<InvalidDataException>(() => Little(kind, block));

    private static byte[]? Little(string kind, byte[] block)
    {
        BlockCodec codec = Packing.CodecOf(kind);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return codec.Unpack(block, new BlockInflater(Limit))?.ToArray();
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LittleBytes + (kind == "bzip2" ? TablesOfBzip2 : 0));
        }
    }
}
