namespace KafkaStore.Tests.Segments;

public sealed class AgeTests
{
    private static readonly SegmentPolicy Minute = new(TimeSpan.FromSeconds(60), 1_000_000, 100);

    [Fact]
    public void RecordAtMaximumAgeStartsTheNextSegment()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.CutByTime(Minute, 1_000, 60_999, 61_000);

        Assert.Equal([(2, RollReason.Age)], ended);
        Assert.Equal(1, open.Records);
        Assert.Equal(61_000, open.FirstTimestamp);
    }

    [Fact]
    public void RecordOneMillisecondBelowMaximumAgeStays()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.CutByTime(Minute, 1_000, 60_999);

        Assert.Empty(ended);
        Assert.Equal(2, open.Records);
    }

    [Fact]
    public void AgeCountsFromTheFirstRecordNotFromTheSmallestTimestamp()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment _) = SegmentCutter.CutByTime(
            Minute,
            50_000,
            10_000,
            70_000,
            109_999,
            110_000
        );

        Assert.Equal([(4, RollReason.Age)], ended);
    }

    [Fact]
    public void OlderRecordNeverEndsASegment()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.CutByTime(
            Minute,
            long.MaxValue,
            0,
            1,
            long.MaxValue
        );

        Assert.Empty(ended);
        Assert.Equal(4, open.Records);
    }

    [Fact]
    public void TwoInterleavedSourcesOfDifferentAgeDontCutAtEveryRecord()
    {
        long[] timestamps = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 1_000_000L + i : 1_000L + i)];

        Assert.Empty(SegmentCutter.CutByTime(Minute, timestamps).Ended);
    }

    [Fact]
    public void RecordsWithoutTimestampTakeNoPart()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.CutByTime(
            Minute,
            -1,
            long.MinValue,
            1_000,
            -1,
            60_999,
            long.MinValue,
            61_000,
            -1
        );

        Assert.Equal([(6, RollReason.Age)], ended);
        Assert.Equal(2, open.Records);
        Assert.Equal(61_000, open.FirstTimestamp);
    }

    [Fact]
    public void SegmentOfRecordsWithoutTimestampNeverEndsByAge()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.CutByTime(
            Minute,
            [.. Enumerable.Repeat(-1L, 50)]
        );

        Assert.Empty(ended);
        Assert.Null(open.FirstTimestamp);
        Assert.False(open.EndsBefore(long.MaxValue, Minute));
    }

    [Fact]
    public void ZeroIsATimestamp()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment _) = SegmentCutter.CutByTime(Minute, 0, 59_999, 60_000);

        Assert.Equal([(2, RollReason.Age)], ended);
    }

    [Fact]
    public void ExtremeTimestampsDontOverflow()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.CutByTime(
            Minute,
            long.MinValue,
            0,
            long.MaxValue,
            long.MinValue,
            long.MaxValue,
            -1,
            0
        );

        Assert.Equal([(2, RollReason.Age)], ended);
        Assert.Equal(long.MinValue, open.SmallestTimestamp);
        Assert.Equal(long.MaxValue, open.LargestTimestamp);
    }

    [Fact]
    public void LongestPossibleAgeIsExact()
    {
        var policy = new SegmentPolicy(TimeSpan.MaxValue, long.MaxValue);

        Assert.Equal(922_337_203_685_477, policy.MaximumAgeMilliseconds);
        Assert.Empty(SegmentCutter.CutByTime(policy, 0, 922_337_203_685_476).Ended);
        Assert.Single(SegmentCutter.CutByTime(policy, 0, 922_337_203_685_477).Ended);
    }

    [Fact]
    public void PartOfAMillisecondIsDropped()
    {
        Assert.Equal(1, new SegmentPolicy(TimeSpan.FromTicks(19_999), 1).MaximumAgeMilliseconds);
        Assert.Equal(900_000_000_000_000, new SegmentPolicy(TimeSpan.FromTicks(9_000_000_000_000_009_999), 1).MaximumAgeMilliseconds);
    }

    [Fact]
    public void EmptySegmentNeverEndsBeforeARecord() => Assert.False(new OpenSegment().EndsBefore(long.MaxValue, Minute));

    [Fact]
    public void FirstTimestampMayComeLate()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment _) = SegmentCutter.CutByTime(Minute, -1, -1, 5_000, 64_999, 65_000);

        Assert.Equal([(4, RollReason.Age)], ended);
    }
}
