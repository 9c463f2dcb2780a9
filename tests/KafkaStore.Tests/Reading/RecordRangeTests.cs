namespace KafkaStore.Tests.Reading;

public sealed class RecordRangeTests
{
    private static readonly RecordRange All = new(new TopicPartition("orders", 0));

    // Without an end in time the largest number is no bound, so a record of that very time is wanted.
    [Fact]
    public void TheLastTimeThatThereIsCanBeAskedFor()
    {
        RecordRange last = All with { FromTime = long.MaxValue };
        Assert.False(last.IsEmpty);
        Assert.True(last.Includes(0, long.MaxValue));
        Assert.False(last.Includes(0, long.MaxValue - 1));
        Assert.True(last.MayInclude(0, long.MaxValue));
    }

    [Fact]
    public void RangesThatEndWhereTheyBeginAreEmpty()
    {
        Assert.True((All with { FromTime = 5, ToTime = 5 }).IsEmpty);
        Assert.True((All with { FromOffset = 5, ToOffset = 5 }).IsEmpty);
        Assert.False(All.IsEmpty);
    }
}
