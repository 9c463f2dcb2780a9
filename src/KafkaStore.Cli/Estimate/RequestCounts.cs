namespace KafkaStore.Cli.Estimate;

/// <summary>Requests by what clouds bill them as; what deletes is free in all of them.</summary>
internal readonly record struct RequestCounts(double Writes, double Lists, double Reads)
{
    public double Cost(CloudPrices prices) => ((Writes * prices.Writes) + (Lists * prices.Lists) + (Reads * prices.Reads)) / 10_000;
}
