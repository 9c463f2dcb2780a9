using KafkaStore.Cli.Estimate;
using KafkaStore.Estimating;

namespace KafkaStore.Tests.Cli.Estimate;

public sealed class SampleTextTests
{
    [Fact]
    public void ANumberAShareOrAll()
    {
        Assert.Equal(SampleSize.Default, SampleText.Read(null, "--sample"));
        Assert.Equal(SampleSize.All, SampleText.Read("ALL", "--sample"));
        Assert.Equal(SampleSize.All, SampleText.Read("100%", "--sample"));
        Assert.Equal(SampleSize.OfShare(0.125), SampleText.Read("12.5%", "--sample"));
        Assert.Equal(SampleSize.OfRecords(500), SampleText.Read("500", "--sample"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("%")]
    [InlineData("NaN%")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999")]
    public void AnythingElseIsRefused(string text) =>
        Assert.Equal(
            $"--sample takes a number of records from 1, such as 50000, a share of each partition up to 100%, such as 10%, or all, not '{text}'.",
            Assert.Throws<UsageException>(() => SampleText.Read(text, "--sample")).Message
        );
}
