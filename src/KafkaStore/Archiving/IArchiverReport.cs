using KafkaStore.Naming;
using KafkaStore.Records;

namespace KafkaStore.Archiving;

/// <summary>What operators must hear of while archiving goes on.</summary>
public interface IArchiverReport
{
    /// <summary>The broker deleted these offsets before they were accepted.</summary>
    void RecordsLost(TopicPartition partition, OffsetRange range);

    /// <summary>A staged chunk was damaged and has been set aside; its records are asked for again.</summary>
    void ChunkDamaged(ChunkName chunk);

    /// <summary>A run of sealing has ended.</summary>
    void Sealed(SealOutcome outcome);
}
