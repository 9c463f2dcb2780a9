using KafkaStore.Cli.Archive;

namespace KafkaStore.Cli.Estimate;

/// <summary>The options of <c>kafka-store estimate</c>, in the order of its help; what the archiver has too is the archiver's.</summary>
internal sealed class EstimateOptions
{
    /// <summary>Those that say how topics are archived.</summary>
    public ArchiveOptions Archive { get; } = new();

    public Option<string?> Group { get; } =
        OptionText.Create(
            "--group GROUP",
            "Consumer group of the archiver, where a cluster grants reading to no other; nothing joins it or commits."
        );

    public Option<string?> Sample { get; } =
        OptionText.Create(
            "--sample N|N%|all",
            "How much to read: N records of all partitions together, N percent of each partition, or all. What is not all is read in up to 16 windows a partition, "
                + "from its beginning to its end; a partition with no more than its share is read whole. [default: 100000, at most 256M of them]"
        );

    public Option<string[]> Price { get; } =
        OptionText.Several(
            "--price CLOUD.WHAT=PRICE",
            $"A price in place of the list price: of {string.Join(", ", CloudPrices.All.Select(prices => prices.Cloud))}, and there {string.Join(", ", CloudPrices.Names)}; "
                + "storage is a GB and month, the others 10,000 requests. May be given several times; wins over --prices."
        );

    public Option<string?> Prices { get; } =
        OptionText.Create("--prices FILE", "Prices in YAML, such as 's3: {region: eu-central-1, storage: 0.0245, writes: 0.054}'.");

    public Option<bool> Objects { get; } =
        OptionText.Flag(
            "--objects",
            "With --sample all: also list every file that the records now there become, as the archiver names it."
        );

    public Option<bool> Json { get; } = JsonReport.Option();

    public void AddTo(Command command)
    {
        command.Add([Archive.BrokerList, .. Archive.Topics.All, Group, Sample]);
        command.Add(
            Archive.OffsetReset,
            Archive.FileSize,
            Archive.FileAge,
            Archive.FileRecords,
            Archive.IdleSafety,
            Archive.Codec,
            Archive.CodecLevel,
            Archive.BatchRecords,
            Archive.StateDir,
            Archive.StagingUrl
        );
        Archive.Kafka.AddTo(command);
        command.Add(Price, Prices, Objects, Json);
    }
}
