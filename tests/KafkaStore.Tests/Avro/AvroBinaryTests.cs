namespace KafkaStore.Tests.Avro;

public sealed class AvroBinaryTests
{
    public static TheoryData<long> Edges()
    {
        var data = new TheoryData<long> { 0, long.MinValue, long.MaxValue };
        for (int bit = 0; bit < 63; bit++)
        {
            foreach (long near in new[] { (1L << bit) - 1, 1L << bit, (1L << bit) + 1 })
            {
                data.Add(near);
                data.Add(-near);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Edges), DisableDiscoveryEnumeration = true)]
    public void LongIsWrittenAsTheSpecificationSaysAndReadBack(long value)
    {
        byte[] expected = new PlainAvro().Long(value).ToArray();
        byte[] written = new byte[AvroBinary.MaximumLongBytes];

        int length = AvroBinary.WriteLong(written, value);

        Assert.Equal(expected, written[..length]);
        Assert.Equal(expected.Length, AvroBinary.LongBytes(value));
        int position = 0;
        Assert.True(AvroBinary.TryReadLong(expected, ref position, out long read));
        Assert.Equal((value, expected.Length), (read, position));
    }

    [Fact]
    public void CutOffLongIsRefusedWithoutMoving()
    {
        byte[] bytes = new PlainAvro().Long(long.MinValue).ToArray();
        for (int length = 0; length < bytes.Length; length++)
        {
            int position = 0;
            Assert.False(AvroBinary.TryReadLong(bytes.AsSpan(0, length), ref position, out _));
            Assert.Equal(0, position);
        }
    }

    [Theory]
    [InlineData("80808080808080808002")] // 65 bits
    [InlineData("8080808080808080807f")]
    [InlineData("ffffffffffffffffffff01")] // eleven bytes
    [InlineData("8080808080808080808000")]
    public void NumberOfMoreThan64BitsIsRefused(string hex)
    {
        int position = 0;

        Assert.False(AvroBinary.TryReadLong(Convert.FromHexString(hex), ref position, out _));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void BytesThatWouldGoPastTheEndAreRefused(long length)
    {
        byte[] bytes = new PlainAvro().Long(length).Raw(1, 2).ToArray();
        int position = 0;

        Assert.False(AvroBinary.TryReadBytes(bytes, ref position, out _));
        Assert.Equal(0, position);
    }
}
