using KafkaStore.Archiving;
using KafkaStore.Broker;

namespace KafkaStore.Estimating;

/// <summary>What archiving makes of a topic.</summary>
/// <param name="Policy">How it is archived.</param>
/// <param name="Partitions">Ascending.</param>
public sealed record TopicForecast(string Topic, TopicPolicy Policy, IReadOnlyList<PartitionForecast> Partitions)
{
    // A rate that is told from less is told by chance.
    private static readonly TimeSpan ShortestTime = TimeSpan.FromMinutes(1);

    /// <summary>The oldest and the newest timestamp that were read, Unix milliseconds; null where no record has one.</summary>
    public (long Oldest, long Newest)? Times { get; private init; }

    /// <summary>Nothing was found to predict from.</summary>
    public bool IsEmpty => Partitions.All(partition => partition.Sample.Records == 0);

    /// <param name="samples">Of all its partitions, in their order.</param>
    public static TopicForecast Of(string topic, TopicPolicy policy, IReadOnlyList<PartitionSample> samples)
    {
        ArgumentNullException.ThrowIfNull(policy);
        long? oldest = samples.Min(sample => sample.SmallestTimestamp);
        long? newest = samples.Max(sample => sample.LargestTimestamp);
        (long, long)? times = oldest is { } from && newest is { } to ? (from, to) : null;
        return new TopicForecast(topic, policy, [.. samples.Select(sample => Of(sample, policy, times))]) { Times = times };
    }

    private static PartitionForecast Of(PartitionSample sample, TopicPolicy policy, (long Oldest, long Newest)? times)
    {
        var forecast = new PartitionForecast(sample);
        if (sample.Records == 0)
            return forecast;
        var timeline = Timeline.Of([.. sample.Windows], sample.Plan.Bounds.End);
        double BytesOf(double encoded) => ObjectBytes(sample, encoded);
        forecast = forecast with { Records = timeline?.Records ?? sample.Records, RecordBytes = timeline?.Bytes ?? sample.RecordBytes };
        bool isArchived = policy.OffsetReset != OffsetReset.Latest;
        if (isArchived && sample.IsWhole)
        {
            forecast = forecast with { Objects = sample.Complete, OpenRecords = sample.Open?.Records ?? 0 };
        }
        else if (isArchived && timeline is not null)
        {
            SegmentForecast present = new SegmentForecast(timeline, policy.Segments, policy.SafetyWindow, BytesOf).Over(timeline.Records);
            forecast = forecast with { Objects = present.Objects, OpenRecords = present.OpenRecords };
        }

        return timeline is not null && times is { } seen && Period(sample, timeline, seen) is { } period
            ? forecast with
            {
                Month = Month(timeline.Repeated(period), period, policy, BytesOf),
            }
            : forecast;
    }

    private static MonthForecast Month(Timeline timeline, double period, TopicPolicy policy, Func<double, double> bytesOf)
    {
        double times = MonthForecast.Length.TotalMilliseconds / period;
        double records = timeline.Records * times;
        SegmentForecast month = new SegmentForecast(timeline, policy.Segments, policy.SafetyWindow, bytesOf).Over(records);
        return new MonthForecast(records, timeline.Bytes * times, month.Objects)
        {
            MostStagedBytes = month.MostOpenBytes,
            MeanStagedBytes = month.MeanOpenBytes,
            LongestStaged = month.LongestOpen,
        };
    }

    // In how many milliseconds as many records come as there are. Until the topic's newest record the partition could have got one, too;
    // and where nothing was ever deleted from it, since the topic's oldest.
    private static double? Period(PartitionSample sample, Timeline timeline, (long Oldest, long Newest) topic)
    {
        double from = sample.Plan.Bounds.Start == 0 ? topic.Oldest : timeline.FirstTime;
        double between = timeline.Records > 1 ? (timeline.LastTime - timeline.FirstTime) / (timeline.Records - 1) : 0;
        double own = Math.Max(topic.Newest, timeline.LastTime) - Math.Min(from, timeline.FirstTime) + between;
        double all = topic.Newest - topic.Oldest;
        return own >= ShortestTime.TotalMilliseconds ? own
            : all >= ShortestTime.TotalMilliseconds ? all
            : null;
    }

    // What was read says how well it compresses, and how long a header is.
    private static double ObjectBytes(PartitionSample sample, double encoded)
    {
        double ofRecord = (double)sample.RecordBytes / sample.Records;
        double blocks = Math.Ceiling(encoded / (ContainerLimits.BlockBytes + (ofRecord / 2)));
        double index = Math.Max(0, blocks - 1) * WindowReader.IndexEntryBytes;
        return sample.HeaderBytes + index + (encoded * sample.BodyBytes / sample.RecordBytes);
    }
}
