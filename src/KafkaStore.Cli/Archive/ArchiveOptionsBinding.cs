using KafkaStore.Archiving;
using KafkaStore.Avro;
using KafkaStore.Segments;

namespace KafkaStore.Cli.Archive;

/// <summary>Makes the local host's options of what was typed, or says what is wrong with it.</summary>
internal static class ArchiveOptionsBinding
{
    // Timestamps are milliseconds in a long; a thousand years of seconds stay far from its end.
    private const long MaximumSeconds = 1000L * 366 * 24 * 3600;

    /// <exception cref="UsageException">An option is missing, contradicts another or can't be read.</exception>
    public static LocalHostOptions Bind(this ArchiveOptions options, ParseResult result)
    {
        string brokers = BrokerList.Checked(
            result.Required(
                options.BrokerList,
                "no broker is given: --broker-list HOST:PORT says where Kafka is (kafka-store quickstart needs none)."
            ),
            options.BrokerList.Name
        );
        IReadOnlyList<string> topics = Topics(options, result);
        string group = result.Required(options.Group, "no consumer group is given: --group GROUP names it.");
        IReadOnlyList<StoreLocation> stores = options.Stores.Locations(result);
        if (stores.Count == 0)
        {
            throw new UsageException(
                "no store is given: --local-store DIR archives into a folder, --azure-store-url, --gcloud-store-url and --s3-store-url into a cloud."
            );
        }

        bool exitAtEnd = result.GetValue(options.ExitAtEnd);
        bool closeAtEnd = result.GetValue(options.CloseAtEnd);
        if (closeAtEnd && !exitAtEnd)
            throw new UsageException("--close-at-end says what to do at the end, which only --exit-at-end stops at: give both.");
        bool share = result.GetValue(options.Share);
        StoreLocation? staging = result.GetValue(options.StagingUrl) is { } given ? StoreLocation.Parse(given) : null;
        if (share && staging is null)
            throw new UsageException("--share needs a staging location that all processes have in common: --staging-url names it.");
        var bound = new LocalHostOptions
        {
            Kafka = options.Kafka.Bind(result, brokers, group, TypedNames.All with { OffsetReset = options.OffsetReset.Name }),
            Archiver = new ArchiverOptions
            {
                Topics = topics,
                Policy = Policy(options, result),
                Codec = Codec(options, result),
                SafetyWindow = Seconds(options.IdleSafety, result, minimum: 0) ?? ArchiverOptions.DefaultSafetyWindow,
                HoleGrace = TimeSpan.Zero, // one process reads each partition in order
                SettlingTime = Seconds(options.Settling, result, minimum: 1) ?? TimeSpan.FromSeconds(share ? 60 : 5), // alone no other's clock counts
                FormerGrace = share ? TimeSpan.FromHours(1) : TimeSpan.Zero,
                OffsetReset = Enum.Parse<OffsetReset>(
                    result.OneOf(options.OffsetReset, "earliest", "latest", "error") ?? "error",
                    ignoreCase: true
                ),
                OnRecreated =
                    result.OneOf(options.OnRecreated, "new-generation", "fault") == "fault" ? OnRecreated.Fault : OnRecreated.NewGeneration,
                AcceptStagingLoss = result.GetValue(options.AcceptStagingLoss),
                Names = TypedNames.All,
            },
            Archive = stores[0],
            Mirrors = [.. stores.Skip(1)],
            Stores = options.Stores.Settings(result),
            Catalog = result.CatalogUrl(options.CatalogUrl),
            SchemaRegistry = result.SchemaRegistry(options.SchemaRegistry),
            StagingKeys = result.StagingKeys(options.StagingKey),
            Share = share,
            Batch = Batch(options, result),
            ExitAtEnd = exitAtEnd,
            CloseAtEnd = closeAtEnd,
            Http = options.Http.Bind(result),
        };
        if (staging is not null)
            bound = bound with { Staging = staging };
        bound = result.GetValue(options.StateDir) switch
        {
            null => bound,
            "" => throw new UsageException("--state-dir takes a folder, not ''."),
            var state => bound with { StateFolder = Path.GetFullPath(state) },
        };
        new StoreLocations(bound.Archive, bound.Staging, bound.Mirrors).ThrowIfOverlapping();
        return bound;
    }

    private static BatchLimits Batch(ArchiveOptions options, ParseResult result)
    {
        BatchLimits limits = LocalHostOptions.DefaultBatch;
        return result.Number(options.BatchRecords, 1, int.MaxValue, "a whole number from 1") is { } records
            ? limits with
            {
                MaximumRecords = (int)records,
            }
            : limits;
    }

    private static string[] Topics(ArchiveOptions options, ParseResult result) =>
        result.Topics(options.Topic) is { Length: > 0 } topics
            ? topics
            : throw new UsageException("no topic is given: --topic TOPIC names what to archive, and may be given several times.");

    private static SegmentPolicy Policy(ArchiveOptions options, ParseResult result)
    {
        long bytes = SegmentPolicy.DefaultMaximumBytes;
        if (result.GetValue(options.FileSize) is { } text)
        {
            bytes =
                ByteSize.TryParse(text, out ByteSize size) && size.Bytes > 0
                    ? size.Bytes
                    : throw new UsageException($"--file-size takes a size such as 256M, 64k, 1G or 1000000 (bytes), not '{text}'.");
        }

        return new SegmentPolicy(Seconds(options.FileAge, result, minimum: 1) ?? SegmentPolicy.DefaultMaximumAge, bytes);
    }

    private static ContainerCodec Codec(ArchiveOptions options, ParseResult result)
    {
        var codec = ContainerCodec.Named(result.OneOf(options.Codec, [.. ContainerCodec.Names]) ?? ContainerCodec.Names[0]);
        if (codec == ContainerCodec.Null && result.GetValue(options.CodecLevel) is not null)
            throw new UsageException("--codec-level is of deflate and zstandard; --codec null has none. Leave one of the two out.");
        string levels = $"a level from {codec.LeastLevel} to {codec.MostLevel} with --codec {codec.Name}";
        return result.Number(options.CodecLevel, codec.LeastLevel, codec.MostLevel, levels) is { } level
            ? codec.AtLevel((int)level)
            : codec;
    }

    private static TimeSpan? Seconds(Option<string?> option, ParseResult result, long minimum) =>
        result.Number(option, minimum, MaximumSeconds, $"whole seconds from {minimum}") is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
