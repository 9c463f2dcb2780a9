using KafkaStore.Reading.Objects;

namespace KafkaStore.Sealing.Archived;

/// <summary>Where a partition's archive ends.</summary>
/// <param name="Checkpoint">All offsets below it are archived; the next object's base.</param>
/// <param name="LastBase">Base offset of the last object; null while there is none.</param>
/// <param name="LastChainHash">Of the last object; null without one.</param>
internal sealed record ArchivePosition(TopicPartition Partition, long Checkpoint, long? LastBase, Sha256Hash? LastChainHash)
{
    /// <summary>What the next object is called.</summary>
    public ArchiveName NextName => new(Partition, Checkpoint);

    public static ArchivePosition After(ArchiveObject last) =>
        new(last.Name.Partition, last.NextOffset, last.Name.BaseOffset, last.Facts?.ChainHash);

    public static ArchivePosition After(SegmentFacts last) =>
        new(last.Container.Name.Partition, last.NextOffset, last.Container.Name.BaseOffset, last.ChainHash);

    /// <summary>What the header says of an object that goes on from here.</summary>
    /// <param name="container">What was written.</param>
    /// <param name="reason">Why it ended.</param>
    /// <param name="policy">What ended it.</param>
    public SegmentFacts FactsOf(ContainerFacts container, RollReason reason, SegmentPolicy policy) =>
        new(container, reason, policy.ToString(), ChainHashOf(container.NextOffset, container.Records, container.RecordsDigest));

    /// <summary>The chain hash of an object that goes on from here.</summary>
    public Sha256Hash ChainHashOf(long nextOffset, long records, Sha256Hash digest) =>
        ChainHash.Next(LastChainHash ?? ChainHash.Origin(NextName), Checkpoint, nextOffset, records, digest);
}
