using KafkaStore.Archiving;
using KafkaStore.Estimating;

namespace KafkaStore.Cli.Estimate;

/// <summary>The estimate for programs, as <c>docs/json.md</c> has it.</summary>
internal static class EstimateJson
{
    public static object Document(EstimateRequest request, EstimateOutcome outcome) =>
        new
        {
            request.Kafka.Brokers,
            Topics = outcome.Topics.Select(OfTopic),
            Staging = new
            {
                outcome.Staging.ChunksAMonth,
                outcome.Staging.ChunksOfPresent,
                outcome.Staging.MostBytes,
                outcome.Staging.MeanBytes,
            },
            Costs = outcome.Costs.Select(OfCloud),
            PricesOf = CloudPrices.KnownOn,
            Warnings = outcome.Warnings.Select(warning => new
            {
                warning.Kind,
                warning.Topic,
                warning.Text,
            }),
            Objects = request.ListsObjects ? outcome.Objects.Select(OfObject) : null,
        };

    private static object OfTopic(TopicForecast topic) =>
        new
        {
            topic.Topic,
            Policy = OfPolicy(topic.Policy),
            Oldest = Time(topic.Times?.Oldest),
            Newest = Time(topic.Times?.Newest),
            Partitions = topic.Partitions.Select(OfPartition),
        };

    private static object OfPolicy(TopicPolicy policy) =>
        new
        {
            FileAgeSeconds = policy.Segments.MaximumAge.TotalSeconds,
            FileSize = policy.Segments.MaximumBytes,
            FileRecords = policy.Segments.MaximumRecords,
            IdleSafetySeconds = policy.SafetyWindow.TotalSeconds,
            Codec = policy.Codec.Name,
            CodecLevel = policy.Codec == Avro.ContainerCodec.Null ? (int?)null : policy.Codec.Level,
        };

    private static object OfPartition(PartitionForecast partition) =>
        new
        {
            partition.Partition.Partition,
            Offsets = JsonReport.Range(new OffsetRange(partition.Bounds.Start, partition.Bounds.End)),
            Sampled = new
            {
                partition.Sample.IsWhole,
                Windows = partition.Sample.Plan.Windows.Count,
                partition.Sample.Offsets,
                partition.Sample.Records,
            },
            partition.Records,
            partition.RecordBytes,
            Files = OfSizes(partition.Objects),
            partition.OpenRecords,
            Month = partition.Month is { } month
                ? new
                {
                    month.Records,
                    month.RecordBytes,
                    Files = OfSizes(month.Objects),
                    month.MostStagedBytes,
                    month.MeanStagedBytes,
                    LongestStagedSeconds = month.LongestStaged.TotalSeconds,
                }
                : null,
            TooLargeAt = partition.Sample.TooLargeAt,
        };

    private static object OfSizes(ObjectSizes sizes) =>
        new
        {
            sizes.Count,
            sizes.Bytes,
            MedianBytes = sizes.Median,
            Reasons = sizes.Reasons.ToDictionary(reason => $"{reason.Key}".ToLowerInvariant(), reason => reason.Value),
        };

    private static object OfCloud(MonthlyCost cost) =>
        new
        {
            cost.Prices.Cloud,
            cost.Prices.Name,
            cost.Prices.Region,
            Prices = new
            {
                cost.Prices.Storage,
                cost.Prices.Writes,
                cost.Prices.Lists,
                cost.Prices.Reads,
            },
            ArchiveRequests = OfRequests(cost.Archive),
            StagingRequests = OfRequests(cost.Staging),
            cost.BytesAfterMonth,
            cost.BytesAfterYear,
            Cost = new
            {
                cost.StorageAfterMonth,
                cost.StorageAfterYear,
                cost.ArchiveRequests,
                cost.TotalAfterMonth,
                cost.TotalAfterYear,
                cost.StagingInCloud,
            },
        };

    private static object OfRequests(RequestCounts counts) =>
        new
        {
            counts.Writes,
            counts.Lists,
            counts.Reads,
        };

    private static object OfObject(PredictedObject found) =>
        new
        {
            Object = found.Name.ToString(),
            found.NextOffset,
            found.Records,
            found.RecordBytes,
            found.Bytes,
            Reason = found.Reason?.ToString().ToLowerInvariant(),
        };

    private static DateTimeOffset? Time(long? timestamp) =>
        timestamp is { } milliseconds && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
