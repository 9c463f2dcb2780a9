using KafkaStore.Schemas;

namespace KafkaStore.Tests.Schemas;

public sealed class ConfluentFramingTests
{
    [Fact]
    public void IdComesFirstAndTheRestIsTheData()
    {
        Assert.True(ConfluentFraming.TrySplit(new byte[] { 0, 0, 1, 2, 3, 9, 8 }, out int id, out ReadOnlyMemory<byte> data));
        Assert.Equal(0x010203, id);
        Assert.Equal([9, 8], data.ToArray());
        Assert.True(ConfluentFraming.TrySplit(Framed.Of(int.MaxValue), out id, out data));
        Assert.Equal((int.MaxValue, 0), (id, data.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("0000000000")]
    [InlineData("0100000001")]
    [InlineData("00FFFFFFFF")]
    [InlineData("0080000000")]
    [InlineData("7B2261223A317D")]
    public void AnythingElseIsNotFramed(string hex) => Assert.False(ConfluentFraming.TryReadId(Convert.FromHexString(hex), out _));
}
