using KafkaStore.Staging;

namespace KafkaStore.Estimating;

/// <summary>How records are delivered, each partition's part of a batch becoming a staged chunk.</summary>
/// <param name="MostRecords">In a batch.</param>
/// <param name="MostBytes">In a batch.</param>
/// <param name="LongestFill">How long a batch is filled at most.</param>
/// <param name="Lull">A batch ends when nothing comes for so long.</param>
public sealed record Deliveries(int MostRecords, long MostBytes, TimeSpan LongestFill, TimeSpan Lull)
{
    // Brokers give so much of one partition at a time, and the client hands it on in one piece.
    private const long BytesOfAFetch = 1024 * 1024;

    /// <summary>Batches a second where records come one by one, at random.</summary>
    /// <param name="records">A second, of all partitions.</param>
    /// <param name="bytes">A second, of all partitions.</param>
    public double BatchesPerSecond(double records, double bytes)
    {
        if (records <= 0)
            return 0;
        double untilLull = (Math.Exp(Math.Min(700, records * Lull.TotalSeconds)) - 1) / records;
        double batch = Math.Min(LongestFill.TotalSeconds, untilLull) + (1 / records);
        return Math.Max(1 / batch, Full(records, bytes));
    }

    /// <summary>Chunks a second of one partition.</summary>
    /// <param name="batches">A second.</param>
    /// <param name="records">Of the partition, a second.</param>
    /// <param name="bytes">Likewise.</param>
    public static double ChunksPerSecond(double batches, double records, double bytes) =>
        batches <= 0 ? 0 : Math.Max(batches * (1 - Math.Exp(-records / batches)), bytes / ChunkParts.MaximumBytes);

    /// <summary>Chunks of records that are all there already.</summary>
    /// <param name="partitions">Of which they are.</param>
    /// <param name="records">Of all of these.</param>
    /// <param name="bytes">Likewise.</param>
    public double ChunksOf(int partitions, double records, double bytes)
    {
        if (records <= 0)
            return 0;
        double batches = Math.Max(1, Full(records, bytes));
        double parts = Math.Clamp(bytes / batches / BytesOfAFetch, 1, partitions);
        return Math.Max(partitions, Math.Max(batches * parts, bytes / ChunkParts.MaximumBytes));
    }

    private double Full(double records, double bytes) => Math.Max(records / MostRecords, bytes / MostBytes);
}
