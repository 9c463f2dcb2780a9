namespace KafkaStore.Tests.Reading;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData("1772366400000", 1_772_366_400_000)]
    [InlineData("-1", -1)]
    [InlineData("2026-03-01", 1_772_323_200_000)]
    [InlineData("2026-03-01T12:00Z", 1_772_366_400_000)]
    [InlineData("2026-03-01T12:00:00", 1_772_366_400_000)]
    [InlineData("2026-03-01T13:00:00+01:00", 1_772_366_400_000)]
    [InlineData("2026-03-01 12:00", 1_772_366_400_000)]
    [InlineData("2026-03-01 12:00:00Z", 1_772_366_400_000)]
    [InlineData("20260301T120000Z", 1_772_366_400_000)]
    [InlineData("20260301T120000.25", 1_772_366_400_250)]
    [InlineData("2026-03-01T12:00:00.5Z", 1_772_366_400_500)]
    [InlineData("2026-03-01T12:00:00,123", 1_772_366_400_123)]
    [InlineData("2026-03-01T13:00:00.123000000+01:00", 1_772_366_400_123)]
    public void TimesAreIso8601OrMilliseconds(string text, long expected)
    {
        Assert.True(TimeText.TryParse(text, out long time));
        Assert.Equal(expected, time);
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00.0001Z", 1_772_366_400_001)]
    [InlineData("2026-03-01T12:00:00.000000001Z", 1_772_366_400_001)]
    [InlineData("2026-03-01T11:59:59.9990000000001", 1_772_366_400_000)]
    [InlineData("1969-12-31T23:59:59.9991Z", 0)]
    [InlineData("1969-12-31T23:59:59.9989Z", -1)]
    public void TimeBetweenTwoMillisecondsIsTheLaterOne(string text, long expected)
    {
        Assert.True(TimeText.TryParse(text, out long time));
        Assert.Equal(expected, time);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("2026-13-01")]
    [InlineData("2026-03-01T25:00:00Z")]
    [InlineData("2026-03-01.5")]
    [InlineData("2026-03-01T12:00.5Z")]
    [InlineData("2026-03-01T12:00:00.Z")]
    [InlineData("2026-03-01T12:00:00Z.5")]
    [InlineData("2026-03.5-01T12:00:00Z")]
    [InlineData("2026-03-01T12:00:00.5Z\n")]
    [InlineData("2026-03-01T13:00:00 01:00")]
    [InlineData("2026-3-1")]
    [InlineData("12:00")]
    [InlineData("01/03/2026")]
    public void OtherTextsAreRefused(string? text) => Assert.False(TimeText.TryParse(text, out _));

    [Fact]
    public void TimesAreShownInUtcWithMilliseconds()
    {
        Assert.Equal("2026-03-01T12:00:00.007Z", TimeText.Format(1_772_366_400_007));
        Assert.Null(TimeText.Format(long.MinValue));
        Assert.Null(TimeText.Format(long.MaxValue));
    }
}
