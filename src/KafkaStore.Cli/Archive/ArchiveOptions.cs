using KafkaStore.Archiving;

namespace KafkaStore.Cli.Archive;

/// <summary>The options of <c>kafka-store</c> itself, in the order of its help.</summary>
internal sealed class ArchiveOptions
{
    public Option<string?> BrokerList { get; } =
        OptionText.Create("--broker-list HOST[:PORT],…", "Kafka brokers to begin with; the port is 9092 unless given. Required.");

    public TopicOptions Topics { get; } = new();

    public Option<string?> Group { get; } =
        OptionText.Create(
            "--group GROUP",
            "Consumer group under which accepted offsets are committed; archived ones go to GROUP-archived. Required."
        );

    public StoreOptions Stores { get; } =
        new(
            " Made if missing, but not its parent. One store at least is required; of several the first decides, and the others are mirrors that get copies of its files."
        );

    public Option<string?> OffsetReset { get; } =
        OptionText.Create(
            "--offset-reset earliest|latest|error",
            "Where a partition begins that the archive knows nothing of: earliest (all that the broker still has), latest (only what comes from now on), "
                + "error (stop and say so, since guessing would leave a gap or a surprise; it never moves a partition that is archived already). [default: error; earliest where a pattern finds the topic]"
        );

    public Option<string?> OnRecreated { get; } =
        OptionText.Create(
            "--on-recreated new-generation|fault",
            "What becomes of a topic that is deleted and created again: new-generation archives it as TOPIC~g1, TOPIC~g2 and so on beside the former one, "
                + "fault stops its partitions. It is told by the topic's id, which brokers give from Kafka 2.8 on. [default: new-generation]"
        );

    public Option<string?> Settling { get; } =
        OptionText.Create(
            "--settling-seconds SECONDS",
            "How long the brokers may take to agree on a topic's id: a file is made only of records accepted that long before the id was asked and was still the same. "
                + "Where brokers give no ids nothing waits. [default: 5, with --share 60]"
        );

    public Option<string?> FileSize { get; } =
        OptionText.Create(
            "--file-size SIZE",
            "A file ends with the record that brings its records to this size, as 256M, 64k, 1G or plain bytes (1k = 1024). "
                + "Counted before compression, so that boundaries don't depend on the compressor; the original tool counted after it. [default: 256M]"
        );

    public Option<string?> FileAge { get; } =
        OptionText.Create(
            "--file-age-seconds SECONDS",
            "A record with a timestamp this much later than the file's first begins the next file: seconds, or with a unit 90s, 15m, 8h, 1d. [default: 3600]"
        );

    public Option<string?> FileRecords { get; } =
        OptionText.Create("--file-records N", "A file ends with its Nth record. [default: no limit]");

    public Option<string?> IdleSafety { get; } =
        OptionText.Create(
            "--idle-safety-seconds SECONDS",
            "A file of a partition where nothing comes any more is closed this long after its age has run out, since late records belong to it. [default: 28800]"
        );

    public Option<string?> Codec { get; } =
        OptionText.Create(
            "--codec deflate|zstandard|null",
            "Compression of files; null is none. Every reader of Avro has deflate; zstandard is faster. [default: deflate]"
        );

    public Option<string?> CodecLevel { get; } =
        OptionText.Create(
            "--codec-level LEVEL",
            "Of deflate 0 to 9: 0 stores, 1 is fastest, 9 is smallest; of zstandard 1 to 19. [default: 6, with zstandard 3]"
        );

    public Option<string?> StateDir { get; } =
        OptionText.Create(
            "--state-dir DIR",
            "Folder of accepted records that no file has yet, and of the lock; not to be deleted. One process owns it. "
                + "[default: ~kafka-store/state in the archive's folder; with a store in a cloud kafka-store/GROUP in $XDG_STATE_HOME or ~/.local/state]"
        );

    public Option<string?> BatchRecords { get; } =
        OptionText.Create("--batch-records N", "Records accepted at a time at most; no file depends on it. [default: 10000]");

    public KafkaOptions Kafka { get; } = new();

    public Option<bool> ExitAtEnd { get; } =
        OptionText.Flag(
            "--exit-at-end",
            "Stop when all that the brokers have at the start is accepted and all complete files are written. The exit code is 3 where that is not so of some partition."
        );

    public Option<bool> CloseAtEnd { get; } =
        OptionText.Flag("--close-at-end", "With --exit-at-end: also close the files that are not complete.");

    public Option<bool> Share { get; } =
        OptionText.Flag(
            "--share",
            "Join the consumer group and archive the partitions it gives, beside other processes with the same stores and --staging-url, "
                + "each with a --state-dir of its own."
        );

    public Option<string?> StagingUrl { get; } =
        OptionText.Create(
            "--staging-url DIR|URL",
            "Where accepted records are kept until a file has them: a folder outside the archive, or a container or bucket of its own, written as "
                + "for the stores. [default: staged in the state folder]"
        );

    public Option<string?> StagingKey { get; } =
        StagingKeyOption.Create(
            "File of the keys that sign what is accepted until a file has it, base64 of 32 bytes or more, one a line (openssl rand -base64 32): the first signs, "
                + "all are accepted. Without one, who can write to the state folder or the staging location can change what is archived."
        );

    public CatalogOption Catalog { get; } =
        new(
            "Also keep a catalog, a row for every file, in tables that 'kafka-store catalog create' makes; whatever happens to it holds up nothing."
        );

    public SchemaRegistryOption SchemaRegistry { get; } = new();

    public Option<bool> AcceptStagingLoss { get; } =
        OptionText.Flag(
            "--accept-staging-loss",
            "Go on although the state folder that the archive was made with is gone. What only it held is lost; the archive notes which offsets."
        );

    public HttpOptions Http { get; } = new();

    public Option<bool> NoLive { get; } =
        OptionText.Flag(
            "--no-live",
            "Don't show where the partitions stand, once a second, where standard output is a terminal; what is logged is all there is then, as everywhere else."
        );

    /// <summary>Of every topic that has none of its own, by <see cref="PolicyKey"/>.</summary>
    public IReadOnlyDictionary<string, Option<string?>> Policy =>
        new Dictionary<string, Option<string?>>(StringComparer.Ordinal)
        {
            [PolicyKey.FileSize] = FileSize,
            [PolicyKey.FileAge] = FileAge,
            [PolicyKey.FileRecords] = FileRecords,
            [PolicyKey.IdleSafety] = IdleSafety,
            [PolicyKey.Codec] = Codec,
            [PolicyKey.CodecLevel] = CodecLevel,
            [PolicyKey.OffsetReset] = OffsetReset,
            [PolicyKey.OnRecreated] = OnRecreated,
        };

    public void AddTo(Command command)
    {
        command.Add([BrokerList, .. Topics.All, Group]);
        Stores.AddTo(command);
        command.Add([.. Catalog.All, .. SchemaRegistry.All]);
        command.Add(
            OffsetReset,
            OnRecreated,
            Settling,
            FileSize,
            FileAge,
            FileRecords,
            IdleSafety,
            Codec,
            CodecLevel,
            StateDir,
            StagingUrl,
            StagingKey,
            Share,
            BatchRecords
        );

        Kafka.AddTo(command);
        command.Add(ExitAtEnd, CloseAtEnd, AcceptStagingLoss);
        Http.AddTo(command);
        command.Add(NoLive);
    }
}
