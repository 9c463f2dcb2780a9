namespace KafkaStore.Tests.Segments;

/// <summary>The boundaries that the original tool's own tests check, to the millisecond.</summary>
public sealed class OriginalBoundaryTests
{
    private static readonly SegmentPolicy Policy = new(TimeSpan.FromSeconds(60), SegmentPolicy.DefaultMaximumBytes);
    private static readonly long[] Times = [10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 65_000, 69_999];

    [Theory]
    [InlineData(0)]
    [InlineData(1_478_570_870_012)]
    public void RecordsBelowMaximumAgeStayInOneSegment(long start)
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.CutByTime(
            Policy,
            [.. Times.Select(time => start + time)]
        );

        Assert.Empty(ended);
        Assert.Equal(8, open.Records);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_478_570_870_012)]
    public void RecordAtMaximumAgeClosesItAndStartsTheNext(long start)
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.CutByTime(
            Policy,
            [.. Times.Append(70_000).Select(time => start + time)]
        );

        Assert.Equal([(8, RollReason.Age)], ended);
        Assert.Equal((1, start + 70_000), (open.Records, open.FirstTimestamp));
    }
}
