using KafkaStore.Estimating;

namespace KafkaStore.Cli.Estimate;

/// <summary>What a cloud takes for an archive.</summary>
/// <param name="Archive">Requests a month to the archive.</param>
/// <param name="Staging">Requests a month to the staging location, where that is in this cloud too.</param>
internal sealed record MonthlyCost(CloudPrices Prices, RequestCounts Archive, RequestCounts Staging)
{
    private const double Gigabyte = 1024d * 1024 * 1024;
    private const int MonthsOfAYear = 12;

    /// <summary>Bytes of files at the end of the first month, those of what is there now among them.</summary>
    public required double BytesAfterMonth { get; init; }

    /// <summary>Likewise of the twelfth.</summary>
    public required double BytesAfterYear { get; init; }

    /// <summary>Bytes that are staged on average.</summary>
    public required double StagedBytes { get; init; }

    /// <summary>Keeping for a month what is there after the first.</summary>
    public double StorageAfterMonth => BytesAfterMonth / Gigabyte * Prices.Storage;

    public double StorageAfterYear => BytesAfterYear / Gigabyte * Prices.Storage;

    public double ArchiveRequests => Archive.Cost(Prices);

    /// <summary>A month's requests, and keeping what is staged.</summary>
    public double StagingInCloud => Staging.Cost(Prices) + (StagedBytes / Gigabyte * Prices.Storage);

    public double TotalAfterMonth => StorageAfterMonth + ArchiveRequests;

    public double TotalAfterYear => StorageAfterYear + ArchiveRequests;

    public static MonthlyCost Of(CloudPrices prices, IReadOnlyList<TopicForecast> topics, StagingForecast staging)
    {
        PartitionForecast[] partitions = [.. topics.SelectMany(topic => topic.Partitions)];
        double present = partitions.Sum(partition => partition.Objects.Bytes);
        MonthForecast[] months = [.. partitions.Select(partition => partition.Month).OfType<MonthForecast>()];
        double month = months.Sum(each => each.Objects.Bytes);
        double objects = months.Sum(each => each.Objects.Count);
        double writes = months
            .Where(each => each.Objects.Count > 0)
            .Sum(each => each.Objects.Count * prices.BilledWrites((long)(each.Objects.Bytes / each.Objects.Count)));
        return new MonthlyCost(
            prices,
            ArchiverRequests.OfArchive(objects, writes),
            ArchiverRequests.OfStaging(objects, staging.ChunksAMonth, topics.Count(topic => !topic.IsEmpty))
        )
        {
            BytesAfterMonth = present + month,
            BytesAfterYear = present + (MonthsOfAYear * month),
            StagedBytes = staging.MeanBytes,
        };
    }
}
