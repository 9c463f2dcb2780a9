using KafkaStore.Catalog;
using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Segments;

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

    /// <summary>A mirror has not got everything yet.</summary>
    /// <param name="partition">Of what.</param>
    /// <param name="offsets">By how many offsets it ends before the archive.</param>
    public void MirrorBehind(string mirror, TopicPartition partition, long offsets);

    /// <summary>A mirror could not be brought up to date; it is tried again.</summary>
    public void MirrorFailed(string mirror, string what, string reason);

    /// <summary>A row of the catalog does not describe its object. It was left as it is.</summary>
    public void CatalogDiffers(CatalogDifference difference);

    /// <summary>The catalog lacks rows, and why; archiving goes on. Said once, until it is another reason.</summary>
    public void CatalogUnavailable(string reason);

    /// <summary>The catalog answers again; what it lacks is being added.</summary>
    public void CatalogAvailable();
}
