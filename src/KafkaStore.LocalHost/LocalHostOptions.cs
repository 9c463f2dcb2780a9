using KafkaStore.Catalog.MySql;
using KafkaStore.Kafka;
using KafkaStore.LocalHost.Http;
using KafkaStore.Naming;
using KafkaStore.Schemas.Registry;
using KafkaStore.Staging.Trust;
using KafkaStore.Storage.Local;

namespace KafkaStore.LocalHost;

/// <summary>What can be chosen about archiving on one machine.</summary>
public sealed record LocalHostOptions
{
    public static BatchLimits DefaultBatch { get; } = new(10_000, 16 * 1024 * 1024);

    /// <summary>The broker and the group that offsets are committed under.</summary>
    public required KafkaClientOptions Kafka { get; init; }

    /// <summary>Policies and codecs of topics, and those of them that are named.</summary>
    public required ArchiverOptions Archiver { get; init; }

    /// <summary>Which topics are archived, where more than those that are named may be. Default: these alone.</summary>
    public TopicSelection Topics
    {
        get => field ?? TopicSelection.Of(Archiver.Topics);
        init;
    }

    /// <summary>The archive; a folder is made when it is missing, but not its parent.</summary>
    public required StoreLocation Archive { get; init; }

    /// <summary>Copies of the archive.</summary>
    public IReadOnlyList<StoreLocation> Mirrors { get; init; } = [];

    /// <summary>Null for no catalog.</summary>
    public MySqlCatalogUrl? Catalog { get; init; }

    /// <summary>Whose schemas are kept in the archive with the records that name them; null keeps none.</summary>
    public SchemaRegistryOptions? SchemaRegistry { get; init; }

    /// <summary>Credentials, endpoints and the like, for all stores.</summary>
    public StoreSettings Stores { get; init; } = StoreSettings.Default;

    /// <summary>
    /// Folder of the lock, of segments in the making and, by default, of staged chunks. Default: <c>~kafka-store/state</c> in
    /// the archive or, where that is no folder, <c>kafka-store/GROUP</c> in <c>$XDG_STATE_HOME</c>, which is
    /// <c>~/.local/state</c> unless set.
    /// </summary>
    public string StateFolder
    {
        get =>
            field
            ?? (
                Archive.Kind == StoreKind.Local
                    ? Path.Combine(Archive.Address, MarkerName.Folder, "state")
                    : Path.Combine(UserStateFolder(), "kafka-store", Kafka.ConsumerGroup)
            );
        init;
    }

    /// <summary>Staged chunks. Default: <c>staged</c> in the state folder; processes that share a group need a common place.</summary>
    public StoreLocation Staging
    {
        get => field ?? StoreLocation.Local(Path.Combine(StateFolder, "staged"));
        init;
    }

    /// <summary>What staged chunks are signed with. Default: nothing.</summary>
    public StagingKeys StagingKeys { get; init; } = StagingKeys.None;

    /// <summary>Join the consumer group and archive the partitions that it gives, beside other processes over the same archive and staging.</summary>
    public bool Share { get; init; }

    /// <summary>Disks of the stores that are folders.</summary>
    public IReadOnlyList<StoreDisk> Disks =>
        [
            .. new[] { (Store: "archive", Location: Archive), (Store: "staging", Location: Staging) }
                .Concat(Mirrors.Select((mirror, i) => (Store: $"mirror {i + 1}", Location: mirror)))
                .Where(each => each.Location.Kind == StoreKind.Local)
                .Select(each => new StoreDisk(each.Store, each.Location.Address)),
        ];

    /// <summary>Folder of segments in the making.</summary>
    public string SpoolFolder => Path.Combine(StateFolder, "spool");

    /// <summary>Stop when all up to the read-committed ends seen at the start is accepted and all complete segments are sealed.</summary>
    public bool ExitAtEnd { get; init; }

    /// <summary>Before stopping at the end also close the open segments.</summary>
    public bool CloseAtEnd { get; init; }

    /// <summary>Serve the archive over HTTP meanwhile; null does not.</summary>
    public HttpServerOptions? Http { get; init; }

    /// <summary>Default: 10,000 records or 16 MiB.</summary>
    public BatchLimits Batch { get; init; } = DefaultBatch;

    private static string UserStateFolder() =>
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
}
