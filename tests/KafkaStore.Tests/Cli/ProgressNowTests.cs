using KafkaStore.Cli.Terminals;

namespace KafkaStore.Tests.Cli;

public sealed class ProgressNowTests
{
    [Theory]
    [InlineData(0, "1.5 KiB of 3.0 MiB")]
    [InlineData(1024, "1.5 KiB of 3.0 MiB, 1.0 KiB/s, 51 m 10 s left")]
    public void BytesHaveUnits(double perSecond, string expected) =>
        Assert.Equal(expected, ProgressNow.OfBytes("checking", 1536, 3 * 1024 * 1024).Figures(perSecond));

    [Theory]
    [InlineData(1, "1,200 of 1 record, 50/s, 0 s left")]
    [InlineData(4200, "1,200 of 4,200 records, 50/s, 1 m 00 s left")]
    public void WhatIsCountedIsNamed(long total, string expected) =>
        Assert.Equal(expected, new ProgressNow("restoring", "record", 1200, total).Figures(50));

    [Fact]
    public void WhatTakesLongerThanAnybodyWaitsIsNotSaid() =>
        Assert.Equal("0 B of 8.0 EiB", ProgressNow.OfBytes("checking", 0, long.MaxValue).Figures(1e-6));
}
