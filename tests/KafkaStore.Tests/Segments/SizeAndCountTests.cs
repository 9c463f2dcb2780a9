namespace KafkaStore.Tests.Segments;

public sealed class SizeAndCountTests
{
    private static readonly SegmentPolicy Policy = new(TimeSpan.FromSeconds(60), 100, 5);

    [Fact]
    public void RecordThatReachesTheSizeIsTheLast()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.Cut(Policy, (0, 50), (0, 49), (0, 1), (0, 99));

        Assert.Equal([(3, RollReason.Size)], ended);
        Assert.Equal(1, open.Records);
        Assert.Equal(99, open.Bytes);
    }

    [Fact]
    public void RecordThatPassesTheSizeIsTheLastAndIsNotSplit()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment _) = SegmentCutter.Cut(Policy, (0, 99), (0, 70), (0, 1));

        Assert.Equal([(2, RollReason.Size)], ended);
    }

    [Fact]
    public void RecordLargerThanTheSizeIsASegmentOfItsOwnWhenItComesFirst()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.Cut(Policy, (0, int.MaxValue), (0, 1));

        Assert.Equal([(1, RollReason.Size)], ended);
        Assert.Equal(1, open.Records);
    }

    [Fact]
    public void RecordThatReachesTheCountIsTheLast()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.Cut(Policy, [.. Enumerable.Repeat((0L, 1), 11)]);

        Assert.Equal([(5, RollReason.Count), (5, RollReason.Count)], ended);
        Assert.Equal(1, open.Records);
    }

    [Fact]
    public void SizeComesBeforeCount()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment _) = SegmentCutter.Cut(Policy, (0, 1), (0, 1), (0, 1), (0, 1), (0, 96));

        Assert.Equal([(5, RollReason.Size)], ended);
    }

    [Fact]
    public void AgeComesBeforeSize()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.Cut(Policy, (0, 99), (60_000, 99));

        Assert.Equal([(1, RollReason.Age)], ended);
        Assert.Equal(99, open.Bytes);
    }

    [Fact]
    public void OneRecordCanEndASegmentByAgeAndTheNextBySize()
    {
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.Cut(Policy, (0, 1), (60_000, 100), (0, 1));

        Assert.Equal([(1, RollReason.Age), (1, RollReason.Size)], ended);
        Assert.Equal(1, open.Records);
    }

    [Fact]
    public void WithoutACountOnlySizeEndsASegment()
    {
        var policy = new SegmentPolicy(TimeSpan.FromSeconds(60), 1_000);

        Assert.Equal([(1_000, RollReason.Size)], SegmentCutter.Cut(policy, [.. Enumerable.Repeat((0L, 1), 1_500)]).Ended);
    }

    [Fact]
    public void CountOfOneMakesEveryRecordASegment()
    {
        var policy = new SegmentPolicy(TimeSpan.FromSeconds(60), 1_000, 1);

        Assert.Equal([(1, RollReason.Count), (1, RollReason.Count)], SegmentCutter.Cut(policy, (0, 1), (60_000, 1)).Ended);
    }

    [Fact]
    public void BytesOfManyRecordsDontOverflow()
    {
        var policy = new SegmentPolicy(TimeSpan.FromSeconds(60), long.MaxValue);

        Assert.Equal(4L * int.MaxValue, SegmentCutter.Cut(policy, [.. Enumerable.Repeat((0L, int.MaxValue), 4)]).Open.Bytes);
    }

    [Fact]
    public void FiguresFollowTheRecords()
    {
        OpenSegment open = SegmentCutter.Cut(Policy, (5, 3), (-1, 4), (9, 5)).Open;

        Assert.Equal((3, 12, 5, -1, 9), (open.Records, open.Bytes, open.FirstTimestamp, open.SmallestTimestamp, open.LargestTimestamp));
        Assert.False(open.IsEmpty);
        Assert.True(new OpenSegment().IsEmpty);
        Assert.Null(new OpenSegment().SmallestTimestamp);
    }
}
