using KafkaStore.Estimating;
using KafkaStore.Tests.Segments;

namespace KafkaStore.Tests.Estimating;

public sealed class SegmentForecastTests
{
    private static readonly TimeSpan Safety = TimeSpan.FromHours(8);

    public static TheoryData<int, long, long, long?> Policies() =>
        new()
        {
            { 1, 60_000, 1_000_000, null },
            { 2, 60_000, 2_000, null },
            { 3, 3_600_000, 5_000, 17 },
            { 4, 10_000, 300, null },
            { 5, 86_400_000, long.MaxValue, null },
            { 6, 1, 1, 1 },
        };

    [Theory]
    [MemberData(nameof(Policies))]
    public void WhereEveryRecordIsKnownSegmentsEndWhereTheRuleEndsThem(int seed, long age, long size, long? count)
    {
        var policy = new SegmentPolicy(TimeSpan.FromMilliseconds(age), size, count);
        (long Timestamp, int Bytes)[] records = Records(seed, 3_000);
        (List<(int Records, RollReason Reason)>? ended, OpenSegment open) = SegmentCutter.Cut(policy, records);

        SegmentForecast forecast = new SegmentForecast(TimelineOf(records), policy, Safety, bytes => bytes).Over(records.Length);

        Assert.Equal(ended.Count, forecast.Objects.Count, 6);
        foreach (IGrouping<RollReason, (int Records, RollReason Reason)> reason in ended.GroupBy(each => each.Reason))
            Assert.Equal(reason.Count(), forecast.Objects.Reasons[reason.Key], 6);
        Assert.Equal(open.Records, forecast.OpenRecords, 6);
        Assert.Equal(open.Bytes, forecast.OpenBytes, 3);
    }

    [Fact]
    public void TimeThatGoesOnIsCutAsIfItsRecordsCameAgainAndAgain()
    {
        var policy = new SegmentPolicy(TimeSpan.FromMinutes(7), 3_000);
        (long Timestamp, int Bytes)[] turn = Records(9, 500);
        long every = turn[^1].Timestamp - turn[0].Timestamp + 1_000;
        (long Timestamp, int Bytes)[] many =
        [
            .. Enumerable.Range(0, 20).SelectMany(i => turn.Select(record => (record.Timestamp + (i * every), record.Bytes))),
        ];
        (List<(int Records, RollReason Reason)>? ended, _) = SegmentCutter.Cut(policy, many);

        SegmentForecast forecast = new SegmentForecast(TimelineOf(turn).Repeated(every), policy, Safety, bytes => bytes).Over(many.Length);

        Assert.InRange(forecast.Objects.Count, ended.Count * 0.99, ended.Count * 1.01);
    }

    [Fact]
    public void FewerThanOneObjectAMonthIsAPartOfOne()
    {
        // A record an hour, and a file every 90 days.
        Timeline hourly = TimelineOf([.. Enumerable.Range(0, 100).Select(i => (i * 3_600_000L, 100))]).Repeated(100 * 3_600_000d);
        SegmentForecast forecast = new SegmentForecast(
            hourly,
            new SegmentPolicy(TimeSpan.FromDays(90), 1_000_000),
            Safety,
            bytes => bytes
        ).Over(720);

        Assert.Equal(1.0 / 3, forecast.Objects.Count, 3);
        Assert.Equal(720 * 100, forecast.Objects.Bytes, 0);
        Assert.Equal(TimeSpan.FromDays(90), forecast.LongestOpen);
        Assert.Equal(90 * 24 * 100, forecast.MostOpenBytes, 0);
        Assert.InRange(forecast.MeanOpenBytes, 0.49 * forecast.MostOpenBytes, 0.51 * forecast.MostOpenBytes);
    }

    [Fact]
    public void WhatNothingFollowsIsClosedPastItsAgeAndTheSafetyWindow()
    {
        // A record every ten days: each is a file of its own.
        Timeline rare = TimelineOf([.. Enumerable.Range(0, 3).Select(i => (i * 864_000_000L, 100))]).Repeated(3 * 864_000_000d);
        SegmentForecast forecast = new SegmentForecast(
            rare,
            new SegmentPolicy(TimeSpan.FromHours(1), 1_000_000),
            Safety,
            bytes => bytes
        ).Over(3);

        Assert.Equal(3, forecast.Objects.Count, 6);
        Assert.Equal(TimeSpan.FromHours(9), forecast.LongestOpen);
        Assert.Equal(100 * 9.0 / 240, forecast.MeanOpenBytes, 3);
    }

    [Fact]
    public void OfMoreSegmentsThanAreCountedTheFirstSayWhatTheOthersAre()
    {
        Timeline busy = TimelineOf([.. Enumerable.Range(0, 1_000).Select(i => (i * 1_000L, 100))]).Repeated(1_000_000);
        SegmentForecast forecast = new SegmentForecast(
            busy,
            new SegmentPolicy(TimeSpan.FromHours(1), 1_000_000, 2),
            Safety,
            bytes => bytes
        ).Over(2_592_000);

        Assert.Equal(1_296_000, forecast.Objects.Count, 0);
        Assert.Equal(200, forecast.Objects.Median, 0.02 * 200);
    }

    [Fact]
    public void MoreRecordsThanAreNotedAreNotedEvenly()
    {
        (long Timestamp, int Bytes)[] records = [.. Enumerable.Range(0, 100_000).Select(i => (i * 500L, 100))];
        var policy = new SegmentPolicy(TimeSpan.FromMinutes(10), 1_000_000);
        (List<(int Records, RollReason Reason)>? ended, _) = SegmentCutter.Cut(policy, records);

        SegmentForecast forecast = new SegmentForecast(TimelineOf(records, most: 64), policy, Safety, bytes => bytes).Over(records.Length);

        Assert.Equal(ended.Count, forecast.Objects.Count, 6);
    }

    private static Timeline TimelineOf((long Timestamp, int Bytes)[] records, int most = 4096)
    {
        var course = new Course(most);
        foreach ((long timestamp, int bytes) in records)
            course.Add(timestamp, bytes);
        var range = new OffsetRange(0, records.Length);
        return Timeline.Of(
            [new WindowSample(range, records.Length, records.Sum(record => (long)record.Bytes), course.Knots)],
            records.Length
        )!;
    }

    private static (long Timestamp, int Bytes)[] Records(int seed, int count)
    {
        var random = new Random(seed);
        long time = 1_700_000_000_000;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => (time += random.Next(10) == 0 ? random.Next(120_000) : random.Next(2_000), random.Next(20, 200))),
        ];
    }
}
