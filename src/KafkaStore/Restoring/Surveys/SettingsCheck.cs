using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Surveys;

/// <summary>Holds what is to be restored into one topic against its settings: what would be refused, deleted or altered.</summary>
/// <param name="topic">The target's name.</param>
/// <param name="settings">Those that it has; what is not known is not held against anything.</param>
/// <param name="partitions">What goes there.</param>
/// <param name="now">Unix milliseconds.</param>
internal sealed class SettingsCheck(string topic, TopicSettings settings, IReadOnlyList<SurveyedPartition> partitions, long now)
{
    private const string Forever = "-1";
    private const long NoLimit = long.MaxValue;

    private readonly long? oldest = partitions.Min(partition => partition.Oldest);
    private readonly long? newest = partitions.Max(partition => partition.Newest);

    public IEnumerable<SurveyFinding> Findings() =>
        new[] { Sizes(), Policy(), Type(), Early(), Late(), Retention(), Length(), Request() }.OfType<SurveyFinding>();

    /// <summary>The largest record that is known to be there, and of which partition; null without any.</summary>
    public static (TopicPartition Source, LargestRecord Record)? LargestOf(IEnumerable<SurveyedPartition> partitions)
    {
        (TopicPartition Source, LargestRecord Record)? largest = null;
        foreach (SurveyedPartition partition in partitions)
        {
            if (partition.Largest is { } record && record.AtLeast > (largest?.Record.AtLeast ?? 0))
                largest = (partition.Source, record);
        }

        return largest;
    }

    private SurveyFinding? Sizes() => TooLarge(TopicSettings.MaxMessageBytes) ?? TooLarge(TopicSettings.SegmentBytes);

    private SurveyFinding? TooLarge(string setting) =>
        settings.Number(setting) is { } most && LargestOf(partitions) is var (source, record) && record.AtLeast > most
            ? Found(
                setting,
                $"and {Named(source, record)} has {record.AtLeast} bytes before compression: Kafka may refuse it",
                record.AtLeast.ToString(CultureInfo.InvariantCulture)
            )
            : null;

    // A broker ends the connection, each time that it is tried again.
    private SurveyFinding? Request() =>
        settings.Number(TopicSettings.RequestBytes) is { } most
        && LargestOf(partitions) is var (source, record)
        && record.AtLeast > most - BatchBytes.OfRequest
            ? new SurveyFinding(
                $"{TopicSettings.RequestBytes} of the brokers is {most}, and {Named(source, record)} has {record.AtLeast} bytes before compression: they may take no request of that size. Raise it in their configuration."
            )
            : null;

    private SurveyFinding? Policy() =>
        settings.Cleans("compact") && partitions.Any(partition => partition.Records > 0)
            ? Found(
                TopicSettings.CleanupPolicy,
                "so Kafka would refuse records without a key, and remove all but the newest of each key",
                "delete"
            )
            : null;

    private SurveyFinding? Type() =>
        settings.Text(TopicSettings.TimestampType) == "LogAppendTime"
            ? Found(
                TopicSettings.TimestampType,
                "so Kafka would give each record the time of its arrival instead of its own",
                "CreateTime"
            ) with
            {
                IsFinal = true,
            }
            : null;

    private SurveyFinding? Early() =>
        OutOfRange(TopicSettings.TimestampBefore, oldest, now - oldest)
        ?? OutOfRange(TopicSettings.TimestampDifference, oldest, now - oldest);

    private SurveyFinding? Late() =>
        OutOfRange(TopicSettings.TimestampAfter, newest, newest - now)
        ?? OutOfRange(TopicSettings.TimestampDifference, newest, newest - now);

    private SurveyFinding? OutOfRange(string setting, long? timestamp, long? distance) =>
        timestamp is { } time && settings.Number(setting) is { } most && distance > most
            ? Found(
                setting,
                $"{Duration(most)}and a record has the time {Time(time)}: Kafka would refuse it",
                NoLimit.ToString(CultureInfo.InvariantCulture)
            )
            : null;

    private SurveyFinding? Retention() =>
        settings.Cleans("delete")
        && settings.Number(TopicSettings.RetentionTime) is >= 0 and { } kept
        && oldest is { } first
        && now - first > kept
            ? Found(
                TopicSettings.RetentionTime,
                $"{Duration(kept)}and the records are from {Time(first)} to {Time(newest ?? first)}: Kafka would delete those before {Time(now - kept)} as soon as it looks",
                Forever
            )
            : null;

    private SurveyFinding? Length()
    {
        if (!settings.Cleans("delete") || settings.Number(TopicSettings.RetentionBytes) is not (>= 0 and { } kept))
            return null;
        SurveyedPartition? longest = partitions.MaxBy(partition => partition.StoredBytes);
        return longest?.StoredBytes > kept
            ? Found(
                TopicSettings.RetentionBytes,
                $"and {longest.Source} has {longest.StoredBytes} bytes in the archive: Kafka would delete the oldest as soon as it looks",
                Forever
            )
            : null;
    }

    private SurveyFinding Found(string setting, string consequence, string wanted) =>
        new($"{setting} of {topic} is {settings.Text(setting)}{(consequence[0] == '(' ? " " : ", ")}{consequence}.")
        {
            Remedy = new TopicSetting(topic, setting, wanted),
        };

    private static string Named(TopicPartition source, LargestRecord record) =>
        record.IsMeasured
            ? $"the record at offset {record.FromOffset} of {source}"
            : $"a record from offset {record.FromOffset} of {source} on";

    private static string Time(long timestamp) => TimeText(timestamp) ?? timestamp.ToString(CultureInfo.InvariantCulture);

    private static string? TimeText(long timestamp) => Reading.Ranges.TimeText.Format(timestamp);

    // Milliseconds as people count; nothing where that says no more.
    private static string Duration(long milliseconds)
    {
        (long Milliseconds, string Name)[] units = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1000, "second")];
        foreach ((long unit, string name) in units)
        {
            if (milliseconds >= unit && milliseconds % unit == 0)
                return string.Create(CultureInfo.InvariantCulture, $"({milliseconds / unit} {name}{(milliseconds == unit ? "" : "s")}), ");
        }

        return "";
    }
}
