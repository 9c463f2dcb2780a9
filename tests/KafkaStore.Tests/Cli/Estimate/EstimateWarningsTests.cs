using KafkaStore.Cli.Estimate;
using KafkaStore.Estimating;

namespace KafkaStore.Tests.Cli.Estimate;

public sealed class EstimateWarningsTests
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly TopicPartition Orders = new("orders", 0);

    [Fact]
    public void ATopicWithNothingToSayOf() => Assert.Empty(Of(Month(720, 50 * Mebibyte), Kept("604800000")));

    [Fact]
    public void ManySmallFilesThatEndByAge() =>
        Assert.Equal(
            "orders: many small files, 1,440 a day of 16.0 KiB at the median: most end by age, so a longer --file-age-seconds (file-age), now 1 h 00 m, makes fewer and larger ones; fewer partitions do too.",
            Assert.Single(Of(Month(43_200, 16 * 1024), TopicSettings.Unknown)).Text
        );

    [Fact]
    public void ManySmallFilesThatEndByTheirNumberOfRecords() =>
        Assert.Contains(
            "so a larger --file-records (file-records), now 100, makes",
            Assert
                .Single(
                    Of(
                        Month(43_200, 10 * 1024, RollReason.Count),
                        TopicSettings.Unknown,
                        new SegmentPolicy(TimeSpan.FromHours(1), Mebibyte, 100)
                    )
                )
                .Text
        );

    [Fact]
    public void VeryManyFilesThatEndBySize() =>
        Assert.Contains(
            "14,400 a day of 2.0 MiB at the median: most end by size, so a larger --file-size (file-size), now 4M before compression, makes",
            Assert
                .Single(
                    Of(
                        Month(432_000, 2 * Mebibyte, RollReason.Size),
                        TopicSettings.Unknown,
                        new SegmentPolicy(TimeSpan.FromHours(1), 4 * Mebibyte)
                    )
                )
                .Text
        );

    [Fact]
    public void AFewSmallFilesADayAreNoBurden() => Assert.Empty(Of(Month(300, 1_000), TopicSettings.Unknown));

    [Fact]
    public void RecordsThatWaitLongAreStagedThatLong() =>
        Assert.Equal(
            "orders: a record may wait 30 d 00 h in staging until its file is written, and up to 3.0 MiB grow there meanwhile: a shorter --file-age-seconds (file-age), now 30 d 00 h, or --idle-safety-seconds (idle-safety), now 8 h 00 m, bounds both.",
            Assert
                .Single(
                    Of(
                        Month(1, 50 * Mebibyte) with
                        {
                            LongestStaged = TimeSpan.FromDays(30),
                            MostStagedBytes = 3 * Mebibyte,
                        },
                        TopicSettings.Unknown,
                        new SegmentPolicy(TimeSpan.FromDays(30), long.MaxValue)
                    )
                )
                .Text
        );

    [Theory]
    [InlineData("7200000", "the brokers keep records for 2 h 00 m (retention.ms=7200000), and a record may wait 9 h 00 m for its file")]
    [InlineData(
        "43200000",
        "the brokers keep records for 12 h 00 m (retention.ms=43200000), and an archiver that is away for longer loses records: raise retention.ms;"
    )]
    public void RetentionThatIsTooShort(string milliseconds, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Of(Month(720, 50 * Mebibyte), Kept(milliseconds))).Text);

    [Fact]
    public void RetentionBySizeCountsTheBusiestPartition()
    {
        var settings = new TopicSettings(
            new Dictionary<string, string>
            {
                [TopicSettings.CleanupPolicy] = "delete",
                [TopicSettings.RetentionTime] = "604800000",
                [TopicSettings.RetentionBytes] = "3600000",
            }
        );
        MonthForecast month = Month(720, 50 * Mebibyte) with { RecordBytes = 1_000 * MonthForecast.Length.TotalSeconds };

        Assert.Contains("keep records for 1 h 00 m (retention.bytes=3600000)", Assert.Single(Of(month, settings)).Text);
    }

    [Theory]
    [InlineData("-1", "delete")]
    [InlineData("1000", "compact")]
    public void WhatIsKeptForEverOrCompactedIsNotDeleted(string milliseconds, string cleanup) =>
        Assert.Empty(Of(Month(720, 50 * Mebibyte), Kept(milliseconds, cleanup)));

    [Fact]
    public void AnAgeWithoutEndIsNoNumberTooLarge() =>
        Assert.Equal(
            WarningKind.ShortRetention,
            Assert.Single(Of(Month(720, 50 * Mebibyte), Kept("604800000"), new SegmentPolicy(TimeSpan.MaxValue, Mebibyte))).Kind
        );

    [Fact]
    public void StagingThatMayNotFitItsDisk()
    {
        var staging = new StagingForecast(0, 0, 100 * Mebibyte, 0);

        Assert.Null(EstimateWarnings.Space(staging, "/state", 200 * Mebibyte));
        Assert.Equal(
            "up to 100 MiB wait for their files at a time, and /state has 110 MiB free: take a smaller --file-size (file-size) or --file-age-seconds (file-age), or stage elsewhere (--staging-url, --state-dir).",
            EstimateWarnings.Space(staging, "/state", 110 * Mebibyte)!.Text
        );
    }

    private static IEnumerable<EstimateWarning> Of(MonthForecast month, TopicSettings settings, SegmentPolicy? segments = null)
    {
        var plan = new SamplePlan(new LogBounds(Orders, 0, 1), [new OffsetRange(0, 1)]);
        var policy = new TopicPolicy { Segments = segments ?? SegmentPolicy.Default };
        var partition = new PartitionForecast(new PartitionSample(plan)) { Month = month };
        return EstimateWarnings.Of(new TopicForecast("orders", policy, [partition]), settings);
    }

    private static MonthForecast Month(double files, double bytes, RollReason reason = RollReason.Age)
    {
        var objects = new ObjectSizes();
        objects.Add(reason, bytes, files);
        return new MonthForecast(1, 1, objects);
    }

    private static TopicSettings Kept(string milliseconds, string cleanup = "delete") =>
        new(new Dictionary<string, string> { [TopicSettings.CleanupPolicy] = cleanup, [TopicSettings.RetentionTime] = milliseconds });
}
