using System.Collections.Concurrent;

namespace KafkaStore.Containers.Blocks;

/// <summary>
/// Memory for blocks that are being filled. The shared pool would keep dozens of each size that a block grows through, and round a
/// megabyte and a record up to two.
/// </summary>
internal static class BlockMemory
{
    // Up to here the shared pool's.
    private const int SmallBytes = 256 * 1024;

    // Holds the usual record too that brings a block to its size.
    private const int BlockBytes = ContainerLimits.BlockBytes + (64 * 1024);
    private const int MostKept = 16;

    private static readonly ConcurrentBag<byte[]> Kept = [];

    /// <summary>At least so many bytes, and no more than a block has where that is enough.</summary>
    public static byte[] Take(long bytes) =>
        bytes switch
        {
            <= SmallBytes => ArrayPool<byte>.Shared.Rent((int)bytes),
            <= BlockBytes => Kept.TryTake(out byte[]? kept) ? kept : GC.AllocateUninitializedArray<byte>(BlockBytes),
            _ => GC.AllocateUninitializedArray<byte>(checked((int)bytes)),
        };

    public static void GiveBack(byte[] memory)
    {
        if (memory.Length is > 0 and <= SmallBytes)
            ArrayPool<byte>.Shared.Return(memory);
        else if (memory.Length == BlockBytes && Kept.Count < MostKept)
            Kept.Add(memory);
    }
}
