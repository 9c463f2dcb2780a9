using KafkaStore.Estimating;

namespace KafkaStore.Tests.Estimating;

public sealed class SamplePlanTests
{
    [Fact]
    public void EverythingIsOneWindowAPartition()
    {
        IReadOnlyList<SamplePlan> plans = SamplePlan.Of([Bounds(0, 5, 1_000_000), Bounds(1, 7, 7)], SampleSize.All);

        Assert.Equal([new OffsetRange(5, 1_000_000)], plans[0].Windows);
        Assert.True(plans[0].IsWhole);
        Assert.True(plans[1].IsEmpty);
    }

    [Fact]
    public void WindowsLieApartFromTheFirstRecordToTheLast()
    {
        SamplePlan plan = Assert.Single(SamplePlan.Of([Bounds(0, 100, 1_000_100)], SampleSize.OfShare(0.1)));

        Assert.Equal(16, plan.Windows.Count);
        Assert.Equal(100, plan.Windows[0].From);
        Assert.Equal(1_000_100, plan.Windows[^1].To);
        Assert.Equal(100_000, plan.Offsets);
        Assert.All(plan.Windows.Zip(plan.Windows.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
        Assert.False(plan.IsWhole);
    }

    [Fact]
    public void WhatSmallPartitionsLeaveGoesToTheOthers()
    {
        IReadOnlyList<SamplePlan> plans = SamplePlan.Of(
            [Bounds(0, 0, 1_000_000), Bounds(1, 0, 10), Bounds(2, 0, 0), Bounds(3, 0, 2_000_000)],
            SampleSize.OfRecords(10_010)
        );

        Assert.Equal([5_000, 10, 0, 5_000], plans.Select(plan => plan.Offsets));
        Assert.Equal([10, 1, 0, 10], plans.Select(plan => plan.Windows.Count));
        Assert.True(plans[1].IsWhole);
    }

    [Fact]
    public void FewRecordsOfManyPartitionsAreOneOfEach()
    {
        IReadOnlyList<SamplePlan> plans = SamplePlan.Of(
            [.. Enumerable.Range(0, 50).Select(i => Bounds(i, 0, 100))],
            SampleSize.OfRecords(3)
        );

        Assert.All(plans, plan => Assert.Equal(1, plan.Offsets));
    }

    [Fact]
    public void TheLargestLogThereIsIsDivided()
    {
        SamplePlan plan = Assert.Single(SamplePlan.Of([Bounds(0, 0, long.MaxValue)], SampleSize.OfRecords(100_000)));

        Assert.Equal(long.MaxValue, plan.Windows[^1].To);
    }

    [Fact]
    public void ALimitOfBytesIsDividedAmongTheWindows()
    {
        IReadOnlyList<SamplePlan> plans = SamplePlan.Of([Bounds(0, 0, 1_000_000), Bounds(1, 0, 1_000_000)], SampleSize.Default);

        Assert.All(plans, plan => Assert.Equal(16, plan.Windows.Count));
        Assert.All(plans, plan => Assert.Equal(8L * 1024 * 1024, plan.MostBytesOfAWindow));
    }

    private static LogBounds Bounds(int partition, long start, long end) => new(new TopicPartition("orders", partition), start, end);
}
