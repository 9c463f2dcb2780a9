namespace KafkaStore.Tests.Segments;

public sealed class ChainHashTests
{
    [Fact]
    public void OriginIsTheHashOfTheName()
    {
        Sha256Hash origin = ChainHash.Origin(new ArchiveName(new TopicPartition("orders", 5), 42));

        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes("orders/000005/00000000000000000042")), origin.ToBytes());
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(42, 1_000, 700)]
    [InlineData(0x0102030405060708, 0x1112131415161718, 0x01000000)]
    [InlineData(long.MaxValue - 1, long.MaxValue, 1)]
    public void NextIsTheHashOfPredecessorBaseNextCountAndDigest(long baseOffset, long next, long count)
    {
        byte[] predecessor = SHA256.HashData([1]);
        byte[] digest = SHA256.HashData([2]);
        byte[] input = [.. predecessor, .. BigEndian(baseOffset), .. BigEndian(next), .. BigEndian(count), .. digest];

        Sha256Hash hash = ChainHash.Next(Sha256Hash.FromBytes(predecessor), baseOffset, next, count, Sha256Hash.FromBytes(digest));

        Assert.Equal(88, input.Length);
        Assert.Equal(SHA256.HashData(input), hash.ToBytes());
    }

    [Fact]
    public void EveryInputChangesIt()
    {
        var one = Sha256Hash.Of([1]);
        var two = Sha256Hash.Of([2]);
        Sha256Hash[] hashes =
        [
            ChainHash.Next(one, 1, 4, 3, one),
            ChainHash.Next(two, 1, 4, 3, one),
            ChainHash.Next(one, 2, 4, 3, one),
            ChainHash.Next(one, 1, 5, 3, one),
            ChainHash.Next(one, 1, 4, 2, one),
            ChainHash.Next(one, 1, 4, 3, two),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    private static byte[] BigEndian(long value)
    {
        byte[] bytes = BitConverter.GetBytes(value);
        if (BitConverter.IsLittleEndian)
            Array.Reverse(bytes);
        return bytes;
    }
}
