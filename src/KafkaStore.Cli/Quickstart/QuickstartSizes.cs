namespace KafkaStore.Cli.Quickstart;

/// <summary>Sizes that make a small topic show what a large one would.</summary>
internal static class QuickstartSizes
{
    private const int FewestPartitions = 4;

    // The embedded broker keeps 5 MiB a partition; keys don't spread evenly.
    private const long BytesAPartition = 2 * 1024 * 1024;

    // What a record takes beside its data, generously.
    private const int Overhead = 64;

    public static int Partitions(IReadOnlyList<Record> records)
    {
        long bytes = records.Sum(record => (long)Overhead + (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0));
        return (int)Math.Max(FewestPartitions, (bytes + BytesAPartition - 1) / BytesAPartition);
    }

    /// <summary>A quarter of a partition, in whole KiB: some files of the dense first half end by size, those of the second by age.</summary>
    public static long FileBytes(ProducedRecords produced) => ((produced.Bytes / produced.Partitions / 4 / 1024) + 1) * 1024;
}
