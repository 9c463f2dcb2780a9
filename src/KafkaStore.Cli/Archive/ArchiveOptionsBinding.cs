using KafkaStore.Archiving;
using KafkaStore.LocalHost.Http;
using KafkaStore.Schemas.Registry;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Cli.Archive;

/// <summary>Makes the local host's options of what was typed, or says all that is wrong with it.</summary>
internal static class ArchiveOptionsBinding
{
    // One process reads each partition in order, and alone no other's clock counts.
    private static readonly TimeSpan SettlingAlone = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettlingShared = TimeSpan.FromSeconds(60);

    /// <exception cref="UsageException">Options are missing, contradict each other or can't be read.</exception>
    public static LocalHostOptions Bind(this ArchiveOptions options, ParseResult result)
    {
        var mistakes = new Mistakes();
        if (result.Tokens.Count == 0)
            Brokers(options, result); // nothing is given at all, and its sentence leads on
        string? brokers = mistakes.Of(() => Brokers(options, result));
        TopicSelection? topics = mistakes.Of(() => options.Topics.Selection(result));
        ArchiverOptions archiver = Archiver(options, result, topics, mistakes);
        string? group = mistakes.Of(() => result.Required(options.Group, "no consumer group is given: --group GROUP names it."));
        IReadOnlyList<StoreLocation>? stores = mistakes.Of(() => StoresOf(options, result));
        StoreSettings? settings = mistakes.Of(() => options.Stores.Settings(result));
        MySqlCatalogUrl? catalog = mistakes.Of(() => options.Catalog.Read(result));
        SchemaRegistryOptions? registry = mistakes.Of(() => options.SchemaRegistry.Read(result));
        string? state = mistakes.Of(() => StagingPlace.Folder(result.GetValue(options.StateDir)));
        StoreLocation? staging = mistakes.Of(() => result.GetValue(options.StagingUrl) is { } url ? StoreLocation.Parse(url) : null);
        StagingKeys? keys = mistakes.Of(() => result.StagingKeys(options.StagingKey));
        BatchLimits batch = mistakes.Of(() => options.Batch(result));
        HttpServerOptions? http = mistakes.Of(() => options.Http.Bind(result));
        CheckTogether(options, result, mistakes);
        KafkaClientOptions? kafka = mistakes.Of(() =>
            options.Kafka.Bind(
                result,
                group is null ? "" : brokers ?? "",
                group ?? "",
                TypedNames.All with
                {
                    OffsetReset = options.OffsetReset.Name,
                }
            )
        );
        mistakes.ThrowIfAny();
        var bound = new LocalHostOptions
        {
            Kafka = kafka!,
            Topics = topics!,
            Archiver = archiver,
            Archive = stores![0],
            Mirrors = [.. stores.Skip(1)],
            Stores = settings!,
            Catalog = catalog,
            SchemaRegistry = registry,
            StagingKeys = keys!,
            Share = result.GetValue(options.Share),
            Batch = batch,
            ExitAtEnd = result.GetValue(options.ExitAtEnd),
            CloseAtEnd = result.GetValue(options.CloseAtEnd),
            Http = http,
        };
        if (staging is not null)
            bound = bound with { Staging = staging };
        if (state is not null)
            bound = bound with { StateFolder = state };
        new StoreLocations(bound.Archive, bound.Staging, bound.Mirrors).ThrowIfOverlapping();
        return bound;
    }

    /// <summary>Of every topic.</summary>
    /// <param name="mistakes">Told what can't be used.</param>
    public static PolicyChoice Policies(this ArchiveOptions options, ParseResult result, Mistakes mistakes)
    {
        var texts = options
            .Policy.Select(pair => (pair.Key, Text: result.GetValue(pair.Value)))
            .Where(pair => pair.Text is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Text!);
        TopicPolicy defaults = new PolicyReading(texts, key => options.Policy[key].Name, mistakes.Add).Read(
            new TopicPolicy { OffsetReset = OffsetReset.Error }
        );
        return new PolicyChoice(
            defaults,
            options.Topics.Own(result, defaults, choosesStart: texts.ContainsKey(PolicyKey.OffsetReset), mistakes)
        );
    }

    /// <exception cref="UsageException">It can't be read.</exception>
    public static BatchLimits Batch(this ArchiveOptions options, ParseResult result)
    {
        BatchLimits limits = LocalHostOptions.DefaultBatch;
        return result.Number(options.BatchRecords, 1, int.MaxValue, "a whole number from 1") is { } records
            ? limits with
            {
                MaximumRecords = (int)records,
            }
            : limits;
    }

    private static string Brokers(ArchiveOptions options, ParseResult result) =>
        BrokerList.Checked(
            result.Required(
                options.BrokerList,
                "no broker is given: --broker-list HOST:PORT says where Kafka is (kafka-store quickstart needs none)."
            ),
            options.BrokerList.Name
        );

    private static IReadOnlyList<StoreLocation> StoresOf(ArchiveOptions options, ParseResult result) =>
        options.Stores.Locations(result) is { Count: > 0 } stores
            ? stores
            : throw new UsageException(
                "no store is given: --local-store DIR archives into a folder, --azure-store-url, --gcloud-store-url and --s3-store-url into a cloud."
            );

    private static ArchiverOptions Archiver(ArchiveOptions options, ParseResult result, TopicSelection? topics, Mistakes mistakes)
    {
        bool share = result.GetValue(options.Share);
        PolicyChoice policies = options.Policies(result, mistakes);
        return new ArchiverOptions
        {
            Topics = topics?.Names ?? [],
            Defaults = policies.Defaults,
            Own = policies.Own,
            HoleGrace = TimeSpan.Zero,
            SettlingTime = mistakes.Of(() => result.Written(options.Settling)?.Time(1)) ?? (share ? SettlingShared : SettlingAlone),
            FormerGrace = share ? TimeSpan.FromHours(1) : TimeSpan.Zero,
            AcceptStagingLoss = result.GetValue(options.AcceptStagingLoss),
            Names = TypedNames.All,
        };
    }

    private static void CheckTogether(ArchiveOptions options, ParseResult result, Mistakes mistakes)
    {
        if (result.GetValue(options.CloseAtEnd) && !result.GetValue(options.ExitAtEnd))
            mistakes.Add("--close-at-end says what to do at the end, which only --exit-at-end stops at: give both.");
        if (result.GetValue(options.Share) && result.GetValue(options.StagingUrl) is null)
            mistakes.Add("--share needs a staging location that all processes have in common: --staging-url names it.");
    }
}
