using System.Collections.Concurrent;

namespace KafkaStore.Sealing;

/// <summary>
/// What earlier runs of this process sealed or compared of chunks that reach past their checkpoint. The next run that goes
/// on from there need not read the archive again to let go of them; one that begins elsewhere compares them.
/// </summary>
internal sealed class CheckedChunks
{
    private readonly ConcurrentDictionary<
        TopicPartition,
        (long Checkpoint, IReadOnlyList<KeyValuePair<ChunkName, long>> Chunks)
    > remembered = [];

    /// <returns>By chunk: its records at or past it are in the archive, up to the checkpoint.</returns>
    public Dictionary<ChunkName, long> Recall(TopicPartition partition, long checkpoint) =>
        remembered.TryGetValue(partition, out (long Checkpoint, IReadOnlyList<KeyValuePair<ChunkName, long>> Chunks) known)
        && known.Checkpoint == checkpoint
            ? new(known.Chunks)
            : [];

    public void Remember(TopicPartition partition, long checkpoint, IReadOnlyDictionary<ChunkName, long> checkedFrom) =>
        remembered[partition] = (checkpoint, [.. checkedFrom.Where(entry => entry.Key.First < checkpoint && entry.Key.Last >= checkpoint)]);
}
