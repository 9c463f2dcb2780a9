using KafkaStore.Estimating;

namespace KafkaStore.Cli.Estimate;

/// <summary>What is staged of all topics together.</summary>
/// <param name="ChunksAMonth">Written a month.</param>
/// <param name="ChunksOfPresent">Written for the records that are there now, in a first run.</param>
/// <param name="MostBytes">At a time at most, where all partitions have theirs at once.</param>
/// <param name="MeanBytes">On average.</param>
internal sealed record StagingForecast(double ChunksAMonth, double ChunksOfPresent, double MostBytes, double MeanBytes)
{
    /// <param name="batch">How much the archiver takes at a time.</param>
    public static StagingForecast Of(IReadOnlyList<PartitionForecast> partitions, BatchLimits batch)
    {
        var deliveries = new Deliveries(batch.MaximumRecords, batch.MaximumBytes, KafkaRecordSource.LongestFill, KafkaRecordSource.Lull);
        MonthForecast[] months = [.. partitions.Select(partition => partition.Month).OfType<MonthForecast>()];
        double batches = deliveries.BatchesPerSecond(
            months.Sum(month => month.RecordsPerSecond),
            months.Sum(month => month.BytesPerSecond)
        );
        PartitionForecast[] present = [.. partitions.Where(partition => partition.Objects.Count + partition.OpenRecords > 0)];
        return new StagingForecast(
            months.Sum(month => Deliveries.ChunksPerSecond(batches, month.RecordsPerSecond, month.BytesPerSecond))
                * MonthForecast.Length.TotalSeconds,
            deliveries.ChunksOf(
                present.Length,
                present.Sum(partition => partition.Records),
                present.Sum(partition => partition.RecordBytes)
            ),
            months.Sum(month => month.MostStagedBytes),
            months.Sum(month => month.MeanStagedBytes)
        );
    }
}
