namespace KafkaStore.Status;

/// <summary>Where an archive stands.</summary>
/// <param name="AskedAt">When that was looked at.</param>
/// <param name="Topics">In ordinal order.</param>
public sealed record ArchiveStatus(DateTimeOffset AskedAt, IReadOnlyList<TopicStatus> Topics)
{
    /// <summary>What to do about brokers that can't be asked.</summary>
    private const string BrokerRemedy =
        "Start them, or see to the network between; archiving goes on by itself, and nothing is lost within the topics' retention.";

    /// <summary>The same with why they can't be.</summary>
    public static string BrokerAdvice(string trouble) => $"{trouble.TrimEnd('.')}. {BrokerRemedy}";

    /// <summary>Why nobody knows what the brokers have; null where they answered or were not asked.</summary>
    public string? BrokerTrouble { get; init; }

    /// <summary>Since when no broker has answered, where the process that archives was asked; null while one does.</summary>
    public DateTimeOffset? BrokersAwaySince { get; init; }

    /// <summary>Why nothing more is accepted now, where the process that archives was asked; it is tried again.</summary>
    public Holdup? Accepting { get; init; }

    /// <summary>The disks of stores that are folders.</summary>
    public IReadOnlyList<DiskStatus> Disks { get; init; } = [];

    /// <summary>In the order in which they are given.</summary>
    public IReadOnlyList<MirrorStatus> Mirrors { get; init; } = [];

    /// <summary>Whether the chain of every partition was followed to its end for this; otherwise <c>verify</c> knows more.</summary>
    public bool AreChainsWhole { get; init; }

    /// <summary>Why nobody knows what is staged; null where that is known or nobody looked.</summary>
    public string? StagingTrouble { get; init; }

    public IEnumerable<PartitionStatus> Partitions => Topics.SelectMany(topic => topic.Partitions);
}
