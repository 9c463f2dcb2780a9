using KafkaStore.Estimating;

namespace KafkaStore.Tests.Estimating;

public sealed class DeliveriesTests
{
    private static readonly Deliveries Local = new(10_000, 16 * 1024 * 1024, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(50));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.1, 100, 0.1)] // each record is a batch of its own
    [InlineData(1_000, 100_000, 2)] // a batch is filled for half a second
    [InlineData(1_000_000, 1_000_000, 100)] // 10,000 records are enough
    [InlineData(1_000, 1_677_721_600, 100)] // 16 MiB are enough
    public void BatchesASecond(double records, double bytes, double batches) =>
        Assert.Equal(batches, Local.BatchesPerSecond(records, bytes), Math.Max(0.02, batches * 0.01));

    [Theory]
    [InlineData(2, 0.001, 0.1, 0.001)] // few records: a chunk each
    [InlineData(2, 1_000, 100_000, 2)] // many: one in each batch
    [InlineData(2, 1_000, 83_886_080, 10)] // no chunk has more than 8 MiB and a record
    [InlineData(0, 0, 0, 0)]
    public void ChunksOfAPartitionASecond(double batches, double records, double bytes, double chunks) =>
        Assert.Equal(chunks, Deliveries.ChunksPerSecond(batches, records, bytes), Math.Max(0.0001, chunks * 0.01));

    [Theory]
    [InlineData(1, 100_000, 10_000_000, 10)]
    [InlineData(4, 100, 10_000, 4)]
    [InlineData(4, 1_000_000, 1_000_000_000, 100)] // a batch of 10 MB mixes all four
    [InlineData(3, 0, 0, 0)]
    public void ChunksOfWhatIsThereAlready(int partitions, double records, double bytes, double chunks) =>
        Assert.InRange(Local.ChunksOf(partitions, records, bytes), chunks, chunks * 4);
}
