using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Journals;

/// <summary>What a restore remembers from one run to the next.</summary>
public interface IRestoreJournal
{
    /// <summary>The last checkpoint that was saved, or null.</summary>
    /// <exception cref="RestoreException">It can't be read.</exception>
    public RestoreCheckpoint? Load();

    /// <summary>Saves a checkpoint in the place of the one before, and the runs of the offset map that ended since then.</summary>
    /// <param name="checkpoint">Its length of the offset map is set here.</param>
    /// <param name="runs">With the partitions they are of.</param>
    /// <exception cref="RestoreException">It can't be written.</exception>
    public void Save(RestoreCheckpoint checkpoint, IEnumerable<MappedRun> runs);
}

/// <summary>One line of the offset map.</summary>
public readonly record struct MappedRun(TopicPartition Source, TopicPartition Target, OffsetRun Run);
