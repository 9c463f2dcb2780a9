using KafkaStore.Archiving;
using KafkaStore.Estimating;
using KafkaStore.Restoring.Targets;
using KafkaStore.Segments;
using static KafkaStore.Cli.Terminals.ShownFigures;

namespace KafkaStore.Cli.Estimate;

/// <summary>What somebody will be sorry for later, and which setting is to be changed.</summary>
internal static class EstimateWarnings
{
    // Below this a reader, a query or a copy spends more on opening files than on what is in them.
    private const double SmallBytes = 1024 * 1024;

    // Fewer are no burden, however small.
    private const double ManyADay = 24;

    // More are one, unless they are large.
    private const double VeryManyADay = 10_000;
    private const double LargeBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan LongWait = TimeSpan.FromDays(1);

    // The least that docs/operations.md advises.
    private static readonly TimeSpan LeastRetention = TimeSpan.FromDays(1);

    /// <param name="settings">The topic's, as far as the brokers tell them.</param>
    public static IEnumerable<EstimateWarning> Of(TopicForecast topic, TopicSettings settings) =>
        new[] { SmallFiles(topic), LongStaged(topic), ShortRetention(topic, settings), TooLarge(topic) }.OfType<EstimateWarning>();

    /// <param name="folder">Where it is staged.</param>
    /// <param name="freeBytes">On its disk.</param>
    public static EstimateWarning? Space(StagingForecast staging, string folder, long freeBytes) =>
        staging.MostBytes < 0.8 * freeBytes
            ? null
            : new EstimateWarning(
                WarningKind.StagingSpace,
                null,
                $"up to {Size(staging.MostBytes)} wait for their files at a time, and {folder} has {Size(freeBytes)} free: "
                    + "take a smaller --file-size (file-size) or --file-age-seconds (file-age), or stage elsewhere (--staging-url, --state-dir)."
            );

    private static EstimateWarning? SmallFiles(TopicForecast topic)
    {
        ObjectSizes objects = Months(topic)
            .Aggregate(
                new ObjectSizes(),
                (sum, month) =>
                {
                    sum.Add(month.Objects);
                    return sum;
                }
            );
        double daily = objects.Count / MonthForecast.Length.TotalDays;
        bool isMany = (daily >= ManyADay && objects.Median < SmallBytes) || (daily >= VeryManyADay && objects.Median < LargeBytes);
        if (!isMany)
            return null;
        RollReason reason = objects.Reasons.MaxBy(pair => pair.Value).Key;
        SegmentPolicy policy = topic.Policy.Segments;
        string remedy = reason switch
        {
            RollReason.Age =>
                $"most end by age, so a longer --file-age-seconds (file-age), now {Time(policy.MaximumAge)}, makes fewer and larger ones; fewer partitions do too.",
            RollReason.Count =>
                $"most end by their number of records, so a larger --file-records (file-records), now {Count(policy.MaximumRecords)}, makes fewer and larger ones.",
            _ =>
                $"most end by size, so a larger --file-size (file-size), now {new ByteSize(policy.MaximumBytes)} before compression, makes fewer ones.",
        };
        return new EstimateWarning(
            WarningKind.SmallFiles,
            topic.Topic,
            $"{topic.Topic}: many small files, {Count((long)Math.Round(daily))} a day of {Size(objects.Median)} at the median: {remedy}"
        );
    }

    private static EstimateWarning? LongStaged(TopicForecast topic)
    {
        TimeSpan longest = Longest(topic);
        return longest <= LongWait
            ? null
            : new EstimateWarning(
                WarningKind.LongStaged,
                topic.Topic,
                $"{topic.Topic}: a record may wait {Time(longest)} in staging until its file is written, and up to {Size(Months(topic).Sum(month => month.MostStagedBytes))} grow there meanwhile: "
                    + $"a shorter --file-age-seconds (file-age), now {Time(topic.Policy.Segments.MaximumAge)}, or --idle-safety-seconds (idle-safety), now {Time(topic.Policy.SafetyWindow)}, bounds both."
            );
    }

    // What is staged is safe while staging stands. Should it be lost, what no file has yet comes from the topic again, or from nowhere.
    private static EstimateWarning? ShortRetention(TopicForecast topic, TopicSettings settings)
    {
        if (Kept(topic, settings) is not { } kept)
            return null;
        TimeSpan wanted = Wait(topic.Policy);
        if (kept.Time >= wanted && kept.Time >= LeastRetention)
            return null;
        string why =
            kept.Time < wanted
                ? $"a record may wait {Time(wanted)} for its file (file-age and idle-safety), so that what is staged could not be fetched again if staging were lost"
                : "an archiver that is away for longer loses records";
        return new EstimateWarning(
            WarningKind.ShortRetention,
            topic.Topic,
            $"{topic.Topic}: the brokers keep records for {Time(kept.Time)} ({kept.Setting}), and {why}: raise {kept.Setting.Split('=')[0]}; three days are a good choice."
        );
    }

    // By time, or by size where that is sooner.
    private static (TimeSpan Time, string Setting)? Kept(TopicForecast topic, TopicSettings settings)
    {
        if (settings.AreKnown && !settings.Cleans("delete"))
            return null;
        (TimeSpan, string)? byTime =
            settings.Number(TopicSettings.RetentionTime) is { } milliseconds and >= 0 && milliseconds < TimeSpan.MaxValue.TotalMilliseconds
                ? (TimeSpan.FromMilliseconds(milliseconds), $"{TopicSettings.RetentionTime}={milliseconds}")
                : null;
        double busiest = Months(topic).Select(month => month.BytesPerSecond).DefaultIfEmpty().Max();
        (TimeSpan, string)? bySize =
            settings.Number(TopicSettings.RetentionBytes) is { } bytes and >= 0
            && busiest > 0
            && bytes / busiest < TimeSpan.MaxValue.TotalSeconds
                ? (TimeSpan.FromSeconds(bytes / busiest), $"{TopicSettings.RetentionBytes}={bytes}")
                : null;
        return byTime is null || bySize?.Item1 < byTime.Value.Item1 ? bySize : byTime;
    }

    private static EstimateWarning? TooLarge(TopicForecast topic) =>
        topic.Partitions.FirstOrDefault(partition => partition.Sample.TooLargeAt is not null) is { } found
            ? new EstimateWarning(
                WarningKind.RecordTooLarge,
                topic.Topic,
                $"{found.Partition}: the record at offset {found.Sample.TooLargeAt} is larger than any file can hold, which stops its partition there: lower max.message.bytes of the topic."
            )
            : null;

    private static IEnumerable<MonthForecast> Months(TopicForecast topic) =>
        topic.Partitions.Select(partition => partition.Month).OfType<MonthForecast>();

    private static TimeSpan Longest(TopicForecast topic) => Months(topic).Select(month => month.LongestStaged).DefaultIfEmpty().Max();

    private static TimeSpan Wait(TopicPolicy policy) =>
        policy.Segments.MaximumAge > TimeSpan.MaxValue - policy.SafetyWindow
            ? TimeSpan.MaxValue
            : policy.Segments.MaximumAge + policy.SafetyWindow;
}
