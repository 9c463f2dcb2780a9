using KafkaStore.Archiving;
using KafkaStore.Staging;

namespace KafkaStore.Resuming;

/// <summary>Staged chunks as they are, without those that a seal would set aside.</summary>
internal sealed class StagedLook(StagingArea staging, ChunkMerge merge)
{
    /// <summary>The sound ones.</summary>
    public async Task<IReadOnlyList<ChunkName>> ListAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        var sound = new List<ChunkName>();
        foreach (ChunkName chunk in await staging.ListAsync(partition, cancellationToken))
        {
            try
            {
                await staging.ReadAsync(chunk, cancellationToken);
                sound.Add(chunk);
            }
            catch (Exception e) when (e is DamagedChunkException or ChunkVanishedException)
            {
                // The next seal sets it aside, or has it in the archive.
            }
        }

        return sound;
    }

    /// <exception cref="PartitionFaultException">Two chunks have different records for one offset.</exception>
    public async Task EnsureAgreeAsync(IReadOnlyList<ChunkName> chunks, long from, CancellationToken cancellationToken)
    {
        await foreach (MergedRecord _ in merge.ReadAsync(chunks, new OffsetRange(from, long.MaxValue), cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The staged records at an offset: one, none, or what chunks disagree about.</summary>
    public async Task<IReadOnlyList<EncodedRecord>> FindAtAsync(
        IReadOnlyList<ChunkName> chunks,
        long offset,
        CancellationToken cancellationToken
    )
    {
        var found = new List<EncodedRecord>();
        foreach (ChunkName chunk in chunks.Where(chunk => !chunk.IsProof && chunk.Range.Contains(offset)))
            found.AddRange((await staging.ReadAsync(chunk, cancellationToken)).Records.Where(record => record.Offset == offset));
        return found;
    }

    /// <summary>The last staged record; null without one.</summary>
    public async Task<EncodedRecord?> FindLastAsync(IReadOnlyList<ChunkName> chunks, CancellationToken cancellationToken)
    {
        ChunkName[] records = [.. chunks.Where(chunk => !chunk.IsProof)];
        return records.Length == 0 ? null : (await staging.ReadAsync(records.MaxBy(chunk => chunk.Last), cancellationToken)).Records[^1];
    }
}
