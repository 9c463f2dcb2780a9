using KafkaStore.Cli.CommandLine;

namespace KafkaStore.Tests.Cli;

public sealed class TimePointTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("1700000000000", 1_700_000_000_000)]
    [InlineData("2023-11-14T22:13:20Z", 1_700_000_000_000)]
    [InlineData("2023-11-14T22:13:20", 1_700_000_000_000)]
    [InlineData("2023-11-14 22:13:20", 1_700_000_000_000)]
    [InlineData("2023-11-15T00:13:20+02:00", 1_700_000_000_000)]
    [InlineData("20231114T221320Z", 1_700_000_000_000)]
    [InlineData("2023-11-14T22:13:20.123Z", 1_700_000_000_123)]
    [InlineData("2023-11-14T22:13Z", 1_699_999_980_000)]
    [InlineData("2023-11-14", 1_699_920_000_000)]
    public void IsoTimesAndMillisecondsAreRead(string text, long expected)
    {
        Assert.True(TimePoint.TryParse(text, out TimePoint point));
        Assert.Equal(expected, point.UnixMilliseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("1.5")]
    [InlineData("14/11/2023")]
    [InlineData("2023-13-01")]
    [InlineData("2023-11-14T25:00:00Z")]
    public void AnythingElseIsRefused(string? text) => Assert.False(TimePoint.TryParse(text, out _));
}
