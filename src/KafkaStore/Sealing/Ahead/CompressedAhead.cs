using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Staging;

namespace KafkaStore.Sealing.Ahead;

/// <summary>
/// Compresses segments while their records are accepted, for one process that reads partitions in order: sealing then copies
/// them and reads nothing back. Nothing depends on it: what it has is used only where it is, to the byte, what sealing would
/// make of what is staged.
/// </summary>
public sealed class CompressedAhead : IDisposable
{
    // What each takes at least: a piece of the block that is being filled, a digest, names and marks, a temporary file.
    private const int PartitionBytes = 32 * 1024;

    private const int MostPartitions = SegmentBeginning.PendingBytes / PartitionBytes;

    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TopicPartition, PartitionAhead> partitions = new();
    private readonly StagingArea staging;
    private readonly ChunkMerge merge;
    private readonly SegmentBeginning beginning;
    private readonly TimeProvider clock;
    private long taken;

    /// <param name="schemas">Null where none are kept.</param>
    public CompressedAhead(StagingArea staging, ArchiverOptions options, TimeProvider clock, ISchemaKeeper? schemas = null)
    {
        this.staging = staging;
        this.clock = clock;
        merge = new ChunkMerge(staging);
        beginning = new SegmentBeginning(options, schemas);
    }

    /// <summary>Segments that sealing did not have to read, so far.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <inheritdoc cref="PartitionAhead.AcceptedAsync"/>
    internal async Task AcceptedAsync(
        TopicPartition partition,
        Task<IReadOnlyList<ChunkName>> chunks,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        if (!partitions.TryGetValue(partition, out PartitionAhead? ahead))
            return;
        ahead.UsedAt = clock.GetTimestamp();
        try
        {
            await ahead.AcceptedAsync(chunks, records, acceptedAt, cancellationToken);
        }
        catch (StorageException)
        {
            // That the records are staged is what counts, and whoever stages them says where they are not; sealing compresses them,
            // and says what is wrong if it still is.
        }
    }

    /// <summary>Null where sealing reads what is staged.</summary>
    internal PartitionAhead? Find(TopicPartition partition) => partitions.GetValueOrDefault(partition);

    /// <summary>Goes on from where sealing has come to.</summary>
    /// <param name="name">The next object's.</param>
    /// <param name="open">The segment that is open there; owned; null for an empty one.</param>
    /// <inheritdoc cref="PartitionAhead.OfferAsync"/>
    internal async Task OfferAsync(ArchiveName name, SegmentBuilder? open, long end, IReadOnlyList<ChunkName> chunks)
    {
        if (Find(name.Partition) is null && !await MakeRoomAsync())
        {
            open?.Dispose();
            return;
        }

        PartitionAhead ahead = partitions.GetOrAdd(
            name.Partition,
            partition => new PartitionAhead(partition, staging, merge, beginning) { UsedAt = clock.GetTimestamp() }
        );
        await ahead.OfferAsync(open ?? beginning.Begin(name), end, chunks);
    }

    internal void Took() => Interlocked.Increment(ref taken);

    public void Dispose()
    {
        foreach (PartitionAhead ahead in partitions.Values)
            ahead.Dispose();
        beginning.Dispose();
    }

    // One that nothing came of for a while gives its place up.
    private async Task<bool> MakeRoomAsync()
    {
        if (partitions.Count < MostPartitions)
            return true;
        (TopicPartition partition, PartitionAhead oldest) = partitions.MinBy(entry => entry.Value.UsedAt);
        if (clock.GetElapsedTime(oldest.UsedAt) < Unused || !partitions.TryRemove(partition, out PartitionAhead? removed))
            return false;
        await removed.ClearAsync();
        return true;
    }
}
