using KafkaStore.Reading.Heads;

namespace KafkaStore.Reading.Verification;

/// <summary>What a verification found.</summary>
/// <param name="Partitions">Those that have objects, by topic and number.</param>
/// <param name="Problems">All that is wrong, by name; empty when the archive is whole.</param>
/// <param name="Markers">Number of markers read.</param>
public sealed record VerificationReport(IReadOnlyList<PartitionReport> Partitions, IReadOnlyList<ArchiveProblem> Problems, long Markers)
{
    /// <summary>All ends; null where one can't be known.</summary>
    public ArchiveHeads? Heads { get; init; }

    /// <summary>Partitions that a start marker names and that have no object, with where they begin.</summary>
    public IReadOnlyList<PartitionHead> WithoutObjects { get; init; } = [];

    public long Objects => Partitions.Sum(partition => partition.Objects);

    public long Records => Partitions.Sum(partition => partition.Records);

    public long Bytes => Partitions.Sum(partition => partition.Bytes);

    /// <summary>Nothing was there to check, neither objects nor markers nor anything else.</summary>
    public bool FoundNothing => Objects == 0 && Markers == 0 && Problems.Count == 0;
}

/// <summary>What was checked of one partition.</summary>
/// <param name="FirstOffset">Base of its first object, inclusive.</param>
/// <param name="NextOffset">Where its last object ends, exclusive; null when that object can't be read.</param>
/// <param name="Objects">Number of objects, original ones included.</param>
/// <param name="Records">Number of records that could be read.</param>
/// <param name="Bytes">Of the objects as they are stored.</param>
/// <param name="OriginalObjects">
/// Objects of the original tool: they say nothing of themselves, so they were decoded and counted, and no more could be checked.
/// </param>
/// <param name="Lost">Offsets noted as lost: a range for each note, ascending by first offset.</param>
public sealed record PartitionReport(
    TopicPartition Partition,
    long FirstOffset,
    long? NextOffset,
    long Objects,
    long Records,
    long Bytes,
    long OriginalObjects,
    IReadOnlyList<OffsetRange> Lost
)
{
    /// <summary>
    /// Names of headers with U+FFFD in them. Kafka clients give names as text, so that bytes that are no UTF-8 are archived as that
    /// character.
    /// </summary>
    public long ReplacedHeaderNames { get; init; }

    /// <summary>Of its last object; null where that can't be read, or is of the original tool.</summary>
    public Sha256Hash? ChainHash { get; init; }
}
