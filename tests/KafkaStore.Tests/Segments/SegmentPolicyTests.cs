namespace KafkaStore.Tests.Segments;

public sealed class SegmentPolicyTests
{
    [Fact]
    public void DefaultIsAnHourAnd256MebibytesWithoutACount()
    {
        Assert.Equal(new SegmentPolicy(TimeSpan.FromHours(1), 268_435_456), SegmentPolicy.Default);
        Assert.Equal("age=3600000ms size=268435456B", SegmentPolicy.Default.ToString());
        Assert.Null(SegmentPolicy.Default.Problem());
    }

    [Fact]
    public void CountIsInTheTextWhenThereIsOne() =>
        Assert.Equal("age=60000ms size=5B count=7", new SegmentPolicy(TimeSpan.FromMinutes(1), 5, 7).ToString());

    [Theory]
    [InlineData(0, 1, null, "age")]
    [InlineData(9_999, 1, null, "age")]
    [InlineData(-10_000, 1, null, "age")]
    [InlineData(10_000, 0, null, "size")]
    [InlineData(10_000, -1, null, "size")]
    [InlineData(10_000, 1, 0L, "number")]
    [InlineData(10_000, 1, -1L, "number")]
    public void ProblemNamesWhatCantBeUsed(long ageTicks, long bytes, long? records, string word) =>
        Assert.Contains(word, new SegmentPolicy(TimeSpan.FromTicks(ageTicks), bytes, records).Problem());

    [Fact]
    public void SmallestLimitsCanBeUsed() => Assert.Null(new SegmentPolicy(TimeSpan.FromMilliseconds(1), 1, 1).Problem());

    [Theory]
    [InlineData("age=60000ms size=5B count=7")]
    [InlineData("age=1ms size=1B")]
    [InlineData("age=922337203685477ms size=9223372036854775807B count=9223372036854775807")]
    public void TextIsParsedBack(string text) => Assert.Equal(text, SegmentPolicy.Parse(text)!.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("age=60000ms")]
    [InlineData("age=60000ms size=5")]
    [InlineData("age=060000ms size=5B")]
    [InlineData("age=60000ms size=5B ")]
    [InlineData("age=60000ms size=5B\n")]
    [InlineData("age=0ms size=5B")]
    [InlineData("age=60000ms size=0B")]
    [InlineData("age=60000ms size=5B count=0")]
    [InlineData("age=-1ms size=5B")]
    [InlineData("age=922337203685478ms size=5B")]
    [InlineData("age=1ms size=9223372036854775808B")]
    [InlineData("age=1ms size=5B count=9223372036854775808")]
    public void TextThatNoPolicyHasIsRefused(string? text) => Assert.Null(SegmentPolicy.Parse(text));
}
