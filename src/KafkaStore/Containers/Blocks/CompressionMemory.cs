using System.Collections.Concurrent;

namespace KafkaStore.Containers.Blocks;

/// <summary>Memory that blocks are compressed into, used again and again: of its own each would be a large array.</summary>
internal static class CompressionMemory
{
    private const int LargestKeptBytes = 4 * 1024 * 1024;

    // As many as are compressed at a time, or wait for it.
    private static readonly int MostKept = 2 * Environment.ProcessorCount;

    private static readonly ConcurrentBag<MemoryStream> Kept = [];

    public static MemoryStream Take() => Kept.TryTake(out MemoryStream? memory) ? memory : new MemoryStream();

    public static void GiveBack(MemoryStream memory)
    {
        if (memory.Capacity <= LargestKeptBytes && Kept.Count < MostKept)
            Kept.Add(memory);
    }
}
