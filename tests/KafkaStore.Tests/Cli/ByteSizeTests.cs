namespace KafkaStore.Tests.Cli;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1000", 1000)]
    [InlineData("64k", 64 * 1024)]
    [InlineData("64K", 64 * 1024)]
    [InlineData("256M", 256 * 1024 * 1024)]
    [InlineData("1g", 1024 * 1024 * 1024)]
    [InlineData("2T", 2L * 1024 * 1024 * 1024 * 1024)]
    [InlineData("8388607T", 8388607L << 40)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void UnitsAreOf1024(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out ByteSize size));
        Assert.Equal(bytes, size.Bytes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5G")]
    [InlineData("12X")]
    [InlineData("12MB")]
    [InlineData("12 M")]
    [InlineData(" 12")]
    [InlineData("1,000")]
    [InlineData("8388608T")]
    [InlineData("9223372036854775808")]
    public void AnythingElseIsRefused(string? text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1000, "1000")]
    [InlineData(1536, "1536")]
    [InlineData(64 * 1024, "64K")]
    [InlineData(256 * 1024 * 1024, "256M")]
    public void TextIsReadBackAsTheSameSize(long bytes, string text)
    {
        Assert.Equal(text, new ByteSize(bytes).ToString());
        Assert.True(ByteSize.TryParse(text, out ByteSize size));
        Assert.Equal(bytes, size.Bytes);
    }
}
