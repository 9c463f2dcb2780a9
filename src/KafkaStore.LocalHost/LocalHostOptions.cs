using KafkaStore.Archiving;
using KafkaStore.Kafka;

namespace KafkaStore.LocalHost;

/// <summary>What can be chosen about archiving on one machine.</summary>
public sealed record LocalHostOptions
{
    public static BatchLimits DefaultBatch { get; } = new(10_000, 16 * 1024 * 1024);

    /// <summary>The broker and the group that offsets are committed under.</summary>
    public required KafkaClientOptions Kafka { get; init; }

    /// <summary>Topics, policy and codec.</summary>
    public required ArchiverOptions Archiver { get; init; }

    /// <summary>Folder of the archive; made when it is missing, but not its parent.</summary>
    public required string ArchiveFolder { get; init; }

    /// <summary>Folder of staged chunks and the lock. Default: <c>~kafka-store/state</c> in the archive.</summary>
    public string StateFolder { get => field ?? Path.Combine(ArchiveFolder, "~kafka-store", "state"); init; }

    /// <summary>
    /// Folder of staged chunks. Default: <c>staged</c> in the state folder; processes that share a group need a common one.
    /// </summary>
    public string StagingFolder { get => field ?? Path.Combine(StateFolder, "staged"); init; }

    /// <summary>Join the consumer group and archive the partitions that it gives, beside other processes over the same archive and staging.</summary>
    public bool Share { get; init; }

    /// <summary>Folder of segments in the making.</summary>
    public string SpoolFolder => Path.Combine(StateFolder, "spool");

    /// <summary>Stop when all up to the read-committed ends seen at the start is accepted and all complete segments are sealed.</summary>
    public bool ExitAtEnd { get; init; }

    /// <summary>Before stopping at the end also close the open segments.</summary>
    public bool CloseAtEnd { get; init; }

    /// <summary>Default: 10,000 records or 16 MiB.</summary>
    public BatchLimits Batch { get; init; } = DefaultBatch;
}
