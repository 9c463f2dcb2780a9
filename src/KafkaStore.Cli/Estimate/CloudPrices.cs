using KafkaStore.Storage.Azure;
using KafkaStore.Storage.Gcs;
using KafkaStore.Storage.S3;

namespace KafkaStore.Cli.Estimate;

/// <summary>What a cloud takes for keeping objects, in US dollars unless somebody gave other prices.</summary>
/// <param name="Cloud">As options and files name it.</param>
/// <param name="Name">The service and its class of storage.</param>
/// <param name="Region">Where that is the price.</param>
/// <param name="Storage">A GB (2^30 bytes) and month.</param>
/// <param name="Writes">10,000 requests that create an object.</param>
/// <param name="Lists">10,000 that list.</param>
/// <param name="Reads">10,000 that read an object or ask after it.</param>
internal sealed record CloudPrices(string Cloud, string Name, string Region, double Storage, double Writes, double Lists, double Reads)
{
    /// <summary>The day on which the list prices below were written down, not all of them from the lists themselves (docs/estimate.md).</summary>
    public const string KnownOn = "2026-11-30";

    /// <summary>Of <c>--price</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["storage", "writes", "lists", "reads"];

    /// <summary>
    /// List prices without discounts, and of several steps by amount the first. Sources: the samples of Microsoft's "Estimate the cost of using
    /// Azure Blob Storage" (learn.microsoft.com, hot tier, locally redundant), Amazon's S3 pricing page (S3 Standard, up to 50 TB), and
    /// Google's Cloud Storage pricing page (standard storage, operations of class A and B).
    /// </summary>
    public static IReadOnlyList<CloudPrices> All { get; } =
    [
        new("azure", "Azure Blob hot", "East US", Storage: 0.0208, Writes: 0.055, Lists: 0.055, Reads: 0.0044),
        new("s3", "S3 Standard", "us-east-1", Storage: 0.023, Writes: 0.05, Lists: 0.05, Reads: 0.004),
        new("gcloud", "GCS Standard", "us-central1", Storage: 0.02, Writes: 0.05, Lists: 0.05, Reads: 0.004),
    ];

    /// <summary>What creating an object of so many bytes is billed as.</summary>
    public long BilledWrites(long bytes) =>
        Cloud switch
        {
            "azure" => AzureStore.BilledWrites(bytes),
            "s3" => S3Store.BilledWrites(bytes),
            _ => GcsStore.BilledWrites,
        };

    /// <summary>The same with another price; null where there is none of that name.</summary>
    public CloudPrices? With(string name, double price) =>
        name switch
        {
            "storage" => this with { Storage = price },
            "writes" => this with { Writes = price },
            "lists" => this with { Lists = price },
            "reads" => this with { Reads = price },
            _ => null,
        };
}
