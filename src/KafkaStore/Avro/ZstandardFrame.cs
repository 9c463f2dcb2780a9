using ZstdSharp;

namespace KafkaStore.Avro;

/// <summary>A block as one Zstandard frame (RFC 8878), which says how long the block is and has no checksum.</summary>
internal static class ZstandardFrame
{
    /// <summary>The frame's bytes; they depend on the block, the level and the library's version.</summary>
    /// <param name="level">1 to 19.</param>
    /// <param name="target">Empty; the result points into it.</param>
    public static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> block, int level, MemoryStream target)
    {
        // With a bound for anything it is always done in one go. Of the length alone memory would be cleared for nothing.
        target.Capacity = Math.Max(target.Capacity, Compressor.GetCompressBound(block.Length));

        // One for each block: made as fast as used again, holds no memory between blocks, and knows nothing of the one before.
        using var compressor = new Compressor(level);
        byte[] frame = target.GetBuffer();
        return frame.AsMemory(0, compressor.Wrap(block, frame));
    }
}
