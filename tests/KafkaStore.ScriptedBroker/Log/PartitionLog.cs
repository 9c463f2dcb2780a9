namespace KafkaStore.Scripted.Log;

/// <summary>An aborted transaction's place in a partition.</summary>
/// <param name="Marker">The offset of the marker that aborted it.</param>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset, long Marker);

/// <summary>What lies in one partition. Offsets of ends are exclusive.</summary>
internal abstract class PartitionLog
{
    public abstract long Start { get; }

    public abstract long End { get; }

    /// <summary>Where the first open transaction begins, else the end.</summary>
    public abstract long LastStable { get; }

    /// <summary>Adds whole batches from the one that holds <paramref name="offset"/> on.</summary>
    /// <param name="below">A batch that begins here or later is not added.</param>
    /// <param name="mostBytes">No batch is added that would go beyond, but the first if <paramref name="atLeastOne"/>.</param>
    /// <returns>How many bytes were added, and the offset after the last batch.</returns>
    public abstract (int Bytes, long Next) Read(long offset, long below, int mostBytes, bool atLeastOne, List<ReadOnlyMemory<byte>> into);

    /// <summary>The first record that is not older; null if there is none.</summary>
    public abstract (long Offset, long Timestamp)? FirstNotBefore(long timestamp);

    /// <summary>The newest record; null if there is none.</summary>
    public abstract (long Offset, long Timestamp)? Newest();

    /// <summary>Aborted transactions of which something lies in the range.</summary>
    public virtual IReadOnlyList<AbortedTransaction> Aborted(long from, long below) => [];
}
