using System.Collections.Concurrent;

namespace KafkaStore.Containers.Blocks;

/// <summary>
/// Memory for whole blocks, which live only until they are compressed. The shared pool would round a megabyte and a record up to two,
/// and keep dozens of them.
/// </summary>
internal static class BlockMemory
{
    // Up to here the shared pool's.
    private const int SmallBytes = 256 * 1024;

    // Holds the usual record too that brings a block to its size.
    private const int BlockBytes = ContainerLimits.BlockBytes + (64 * 1024);

    // As many as are compressed at a time, or wait for it.
    private static readonly int MostKept = 2 * Environment.ProcessorCount;

    private static readonly ConcurrentBag<byte[]> Kept = [];

    /// <summary>At least so many bytes, and no more than a block has where that is enough.</summary>
    public static byte[] Take(long bytes) =>
        bytes switch
        {
            <= SmallBytes => ArrayPool<byte>.Shared.Rent((int)bytes),
            <= BlockBytes => Kept.TryTake(out byte[]? kept) ? kept : GC.AllocateUninitializedArray<byte>(BlockBytes),
            _ => LargeArrays.Take(checked((int)bytes)),
        };

    public static void GiveBack(byte[] memory)
    {
        if (memory.Length is > 0 and <= SmallBytes)
            ArrayPool<byte>.Shared.Return(memory);
        else if (memory.Length > BlockBytes)
            LargeArrays.GiveBack(memory.Length);
        else if (memory.Length == BlockBytes && Kept.Count < MostKept)
            Kept.Add(memory);
    }
}
