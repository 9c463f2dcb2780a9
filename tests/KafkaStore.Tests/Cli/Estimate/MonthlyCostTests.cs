using KafkaStore.Cli.Estimate;

namespace KafkaStore.Tests.Cli.Estimate;

public sealed class MonthlyCostTests
{
    private const double Gigabyte = 1024 * 1024 * 1024;

    private static readonly CloudPrices Prices = new("s3", "S3", "here", Storage: 0.02, Writes: 0.05, Lists: 0.04, Reads: 0.004);

    [Fact]
    public void StorageAndRequestsAreAddedUp()
    {
        var cost = new MonthlyCost(Prices, new RequestCounts(10_000, 5_000, 20_000), new RequestCounts(1_000_000, 100_000, 10_000))
        {
            BytesAfterMonth = 10 * Gigabyte,
            BytesAfterYear = 100 * Gigabyte,
            StagedBytes = 5 * Gigabyte,
        };

        Assert.Equal(0.2, cost.StorageAfterMonth, 9);
        Assert.Equal(2, cost.StorageAfterYear, 9);
        Assert.Equal(0.05 + 0.02 + 0.008, cost.ArchiveRequests, 9);
        Assert.Equal(0.278, cost.TotalAfterMonth, 9);
        Assert.Equal(2.078, cost.TotalAfterYear, 9);
        Assert.Equal(5 + 0.4 + 0.004 + 0.1, cost.StagingInCloud, 9);
    }

    [Theory]
    [InlineData("azure", 272L << 20, 1)]
    [InlineData("azure", (272L << 20) + 1, 36)]
    [InlineData("s3", 16 << 20, 1)]
    [InlineData("s3", (16 << 20) + 1, 5)]
    [InlineData("s3", 256 << 20, 34)]
    [InlineData("gcloud", 256 << 20, 1)]
    public void AnUploadIsBilledAsTheAdapterSendsIt(string cloud, long bytes, long writes) =>
        Assert.Equal(writes, CloudPrices.All.Single(prices => prices.Cloud == cloud).BilledWrites(bytes));
}
