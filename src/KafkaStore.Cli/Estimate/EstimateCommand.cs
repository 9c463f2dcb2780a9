using KafkaStore.Archiving;
using KafkaStore.Cli.Archive;
using KafkaStore.Estimating;

namespace KafkaStore.Cli.Estimate;

/// <summary>The command line of <c>kafka-store estimate</c>.</summary>
internal static class EstimateCommand
{
    // Carried along, since a cluster may grant reading to no group else; nothing joins it or commits.
    private const string Group = "kafka-store-estimate";

    public static Command Create(Option<bool> verbose)
    {
        var options = new EstimateOptions();
        var command = new Command(
            "estimate",
            "Predict what archiving topics would make and cost: files, sizes, requests and storage a month, in each cloud, by what a sample of their records becomes under the policy "
                + "that the options or the configuration give. Warns of many small files and of staging that grows. Reads only, and writes nothing anywhere. "
                + "Example: kafka-store estimate --broker-list broker:9092 --topic orders --file-age-seconds 15m"
        );
        options.AddTo(command);
        command.SetAction((result, stopping) => new EstimateRun(Bind(options, result)).RunAsync(result.GetValue(verbose), stopping));
        return command;
    }

    private static EstimateRequest Bind(EstimateOptions options, ParseResult result)
    {
        ArchiveOptions archive = options.Archive;
        var mistakes = new Mistakes();
        string? brokers = mistakes.Of(() =>
            BrokerList.Checked(
                result.Required(archive.BrokerList, "no broker is given: --broker-list HOST:PORT says where Kafka is."),
                archive.BrokerList.Name
            )
        );
        TopicSelection? topics = mistakes.Of(() => archive.Topics.Selection(result));
        PolicyChoice policies = archive.Policies(result, mistakes);
        SampleSize? sample = mistakes.Of(() => SampleText.Read(result.GetValue(options.Sample), options.Sample.Name));
        IReadOnlyList<CloudPrices>? prices = mistakes.Of(() =>
            PriceReading.Read(result.GetValue(options.Prices), result.GetValue(options.Price) ?? [])
        );
        BatchLimits batch = mistakes.Of(() => archive.Batch(result));
        string? state = mistakes.Of(() => StagingPlace.Folder(result.GetValue(archive.StateDir)));
        StoreLocation? staging = mistakes.Of(() => result.GetValue(archive.StagingUrl) is { } url ? StoreLocation.Parse(url) : null);
        if (result.GetValue(options.Objects) && sample != SampleSize.All)
            mistakes.Add("--objects lists what all records become: give --sample all with it.");
        KafkaClientOptions? kafka = mistakes.Of(() =>
            archive.Kafka.Bind(result, brokers ?? "", result.GetValue(options.Group) ?? Group, TypedNames.All)
        );
        mistakes.ThrowIfAny();
        return new EstimateRequest(kafka!, topics!, policies, sample!)
        {
            Prices = prices!,
            Batch = batch,
            StagingFolder =
                staging is null ? state
                : staging.Kind == StoreKind.Local ? staging.Address
                : null,
            ListsObjects = result.GetValue(options.Objects),
            Json = result.GetValue(options.Json),
        };
    }
}
