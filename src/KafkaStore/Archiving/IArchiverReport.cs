namespace KafkaStore.Archiving;

/// <summary>What operators must hear of while archiving goes on.</summary>
public interface IArchiverReport
{
    /// <summary>The broker deleted these offsets before they were accepted.</summary>
    public void RecordsLost(TopicPartition partition, OffsetRange range);

    /// <summary>A staged chunk was damaged and has been set aside; its records are asked for again.</summary>
    public void ChunkDamaged(ChunkName chunk);

    /// <summary>An archive object was created.</summary>
    /// <param name="facts">What its header says.</param>
    /// <param name="length">Of the whole object, in bytes.</param>
    public void Archived(SegmentFacts facts, long length);

    /// <summary>An archive object existed already and was adopted.</summary>
    public void Adopted(ArchiveName name, long nextOffset);

    /// <summary>A partition seals nothing until an operator has looked at it.</summary>
    public void Faulted(TopicPartition partition, PartitionFault fault);
}
