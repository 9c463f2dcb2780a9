using KafkaStore.Estimating;

namespace KafkaStore.Tests.Estimating;

/// <summary>What is read of a broker, and what is known of it then.</summary>
public sealed class SampleReaderTests
{
    private const long Start = 1_700_000_000_000;

    private static readonly TopicPartition Orders = new("orders", 0);

    private readonly ScriptedLog log = new();

    public SampleReaderTests() => log.AddPartition(Orders);

    [Fact]
    public async Task OffsetsWithoutRecordsCountForNothing()
    {
        for (int i = 0; i < 50; i++)
        {
            log.Append(Orders, Start + (i * 1_000));
            log.Skip(Orders, 3); // aborted records and a marker
        }

        PartitionSample sample = await ReadAsync(SampleSize.All, Age(10));

        Assert.Equal((200, 50), (sample.Offsets, sample.Records));
        Assert.Equal(4, sample.Complete.Count);
        Assert.Equal(10, sample.Open!.Records);
        Assert.Equal((39 * 4) + 1, sample.Open.Name.BaseOffset);
    }

    [Fact]
    public async Task ObjectsAreToldInTheirOrderAndTheOpenOneLast()
    {
        Append(25);
        var found = new List<PredictedObject>();
        PartitionSample sample = await ReadAsync(SampleSize.All, new SegmentPolicy(TimeSpan.FromDays(1), 1_000_000, 10), found.Add);

        Assert.Equal([0, 10, 20], found.Select(each => each.Name.BaseOffset));
        Assert.Equal([RollReason.Count, RollReason.Count, null], found.Select(each => each.Reason));
        Assert.Equal(sample.Complete.Bytes, found.Take(2).Sum(each => each.Bytes));
    }

    [Fact]
    public async Task AThinnedLogIsTakenToBeAsThinBetweenItsWindows()
    {
        Append(100_000);
        for (long offset = 0; offset < 100_000; offset++)
        {
            if (offset % 5 != 0)
                log.Compact(Orders, offset);
        }

        PartitionSample sample = await ReadAsync(SampleSize.OfShare(0.1), Age(1_000));
        PartitionForecast forecast = Forecast(sample, Age(1_000));

        Assert.InRange(forecast.Records, 19_900, 20_100);
        Assert.InRange(forecast.Objects.Count, 98, 102); // of 100, one of which is open
    }

    [Fact]
    public async Task RecordsThatAreDeletedBeforeTheyAreReadAreNotWaitedFor()
    {
        Append(100);
        bool moved = false;
        log.OnCursorRead = () =>
        {
            if (!moved)
                log.MoveStart(Orders, 40);
            moved = true;
        };
        PartitionSample sample = await ReadAsync(SampleSize.All, Age(1_000));

        Assert.Equal((60, 60), (sample.Offsets, sample.Records));
        Assert.Equal(40, sample.Open!.Name.BaseOffset);
    }

    [Fact]
    public async Task ABrokerThatNothingComesOfIsNotWaitedForForEver()
    {
        Append(10);
        log.CursorsHearNothing = true;
        BrokerUnavailableException silent = await Assert.ThrowsAsync<BrokerUnavailableException>(() => ReadAsync(SampleSize.All, Age(10)));

        Assert.Equal("The broker does not answer when asked for orders-0 from offset 0 on, which it has.", silent.Message);
    }

    [Fact]
    public async Task AWindowEndsWhereItsBytesAreEnough()
    {
        for (int i = 0; i < 40_000; i++)
            log.Append(Orders, Start + i, new string('x', 100));
        PartitionSample sample = await ReadAsync(SampleSize.OfRecords(20_000) with { MostBytes = 100_000 }, Age(10));
        PartitionForecast forecast = Forecast(sample, Age(10));

        Assert.Equal(16, sample.Plan.Windows.Count);
        Assert.InRange(sample.RecordBytes, 100_000, 102_000);
        Assert.False(sample.IsWhole);
        Assert.InRange(forecast.Records, 39_900, 40_100);
    }

    [Fact]
    public async Task WhatHasTooManyBytesToBeReadWholeIsReadAllOverIt()
    {
        for (int i = 0; i < 40_000; i++)
            log.Append(Orders, Start + (i * 1_000L), new string('x', 100));
        PartitionSample sample = await ReadAsync(SampleSize.OfRecords(1_000_000) with { MostBytes = 1_000_000 }, Age(1_000));
        PartitionForecast forecast = Forecast(sample, Age(1_000));

        Assert.False(sample.IsWhole);
        Assert.Null(sample.Open);
        Assert.Equal(16, sample.Plan.Windows.Count);
        Assert.Equal(40_000, sample.Plan.Windows[^1].To);
        Assert.InRange(sample.RecordBytes, 900_000, 1_100_000);
        Assert.Equal(39, forecast.Objects.Count, 1);
        Assert.Equal(1_000, forecast.OpenRecords, 10);
    }

    [Fact]
    public async Task WithoutTimesThereIsNoMonth()
    {
        for (int i = 0; i < 10; i++)
            log.Append(Orders, -1);
        PartitionForecast forecast = Forecast(await ReadAsync(SampleSize.All, Age(10)), Age(10));

        Assert.Equal(10, forecast.Records);
        Assert.Null(forecast.Month);
    }

    [Fact]
    public async Task LessThanAMinuteSaysNothingOfAMonth()
    {
        for (int i = 0; i < 1_000; i++)
            log.Append(Orders, Start + i);

        Assert.Null(Forecast(await ReadAsync(SampleSize.All, Age(10)), Age(10)).Month);
    }

    [Fact]
    public async Task AMonthIsLikeTheTimeThatWasSeen()
    {
        Append(3_600); // a record a second, for an hour
        SegmentPolicy policy = Age(600);
        MonthForecast month = Forecast(await ReadAsync(SampleSize.All, policy), policy).Month!;

        Assert.Equal(2_592_000, month.Records, 0);
        Assert.Equal(4_320, month.Objects.Count, 1);
        Assert.Equal(1, month.RecordsPerSecond, 6);
        Assert.Equal(TimeSpan.FromMinutes(10), month.LongestStaged);
    }

    [Fact]
    public async Task WhatIsNotArchivedAtTheStartMakesNoFiles()
    {
        Append(3_600);
        var policy = new TopicPolicy { Segments = Age(600), OffsetReset = OffsetReset.Latest };
        PartitionSample sample = await ReadAsync(SampleSize.All, policy.Segments);
        PartitionForecast forecast = Assert.Single(TopicForecast.Of("orders", policy, [sample]).Partitions);

        Assert.Equal(0, forecast.Objects.Count + forecast.OpenRecords);
        Assert.Equal(4_320, forecast.Month!.Objects.Count, 1);
    }

    [Fact]
    public async Task TwoRecordsAtOnceAreNotTakenForARush()
    {
        var quiet = new TopicPartition("orders", 1);
        log.AddPartition(quiet);
        Append(86_400); // a day
        log.Append(quiet, Start + 43_200_000);
        log.Append(quiet, Start + 43_200_001);
        var reader = new SampleReader(log, new ArchiverOptions { Topics = ["orders"] });
        IReadOnlyList<PartitionSample> samples = await reader.ReadAsync(
            SamplePlan.Of(await log.GetBoundsAsync(["orders"], default), SampleSize.All),
            null,
            default
        );
        var topic = TopicForecast.Of("orders", new TopicPolicy(), samples);

        Assert.InRange(topic.Partitions[1].Month!.Records, 59, 61);
        Assert.Equal(86_402, reader.Done);
    }

    private static SegmentPolicy Age(int seconds) => new(TimeSpan.FromSeconds(seconds), long.MaxValue);

    private static PartitionForecast Forecast(PartitionSample sample, SegmentPolicy policy) =>
        Assert.Single(TopicForecast.Of("orders", new TopicPolicy { Segments = policy }, [sample]).Partitions);

    private void Append(int count)
    {
        for (int i = 0; i < count; i++)
            log.Append(Orders, Start + (i * 1_000L));
    }

    private SamplePlan Plan(SampleSize size) =>
        Assert.Single(SamplePlan.Of([new LogBounds(Orders, log.StartOf(Orders), log.EndOf(Orders))], size));

    private async Task<PartitionSample> ReadAsync(SampleSize size, SegmentPolicy policy, Action<PredictedObject>? found = null) =>
        Assert.Single(
            await new SampleReader(log, new ArchiverOptions { Topics = ["orders"], Policy = policy }).ReadAsync(
                [Plan(size)],
                found,
                default
            )
        );
}
