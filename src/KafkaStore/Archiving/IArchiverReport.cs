namespace KafkaStore.Archiving;

/// <summary>What operators must hear of while archiving goes on.</summary>
public interface IArchiverReport
{
    /// <summary>The broker deleted these offsets before they were accepted.</summary>
    public void RecordsLost(TopicPartition partition, OffsetRange range);

    /// <summary>A staged chunk was damaged and has been set aside; its records are asked for again.</summary>
    public void ChunkDamaged(ChunkName chunk);

    /// <summary>A topic was deleted and created again, and goes on as another generation.</summary>
    /// <param name="next">That generation.</param>
    /// <param name="former">Id of the topic that was archived so far, as Kafka's tools write it.</param>
    /// <param name="given">Id of the new one.</param>
    public void Recreated(TopicGeneration next, string former, string given);

    /// <summary>Records belong to no generation for certain and are kept aside in staging.</summary>
    /// <param name="chunk">What they are called there.</param>
    public void Unattributed(ChunkName chunk);

    /// <summary>Records that were kept aside turned out to be those of a generation, and are kept no longer.</summary>
    public void Attributed(ChunkName chunk, TopicGeneration generation);

    /// <summary>An archive object was created.</summary>
    /// <param name="facts">What its header says.</param>
    /// <param name="length">Of the whole object, in bytes.</param>
    public void Archived(SegmentFacts facts, long length);

    /// <summary>An archive object existed already and was adopted.</summary>
    public void Adopted(ArchiveName name, long nextOffset);

    /// <summary>A partition seals nothing until an operator has looked at it.</summary>
    public void Faulted(TopicPartition partition, PartitionFault fault);
}
