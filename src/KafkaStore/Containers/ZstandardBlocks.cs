using ZstdSharp;

namespace KafkaStore.Containers;

/// <summary>
/// Blocks of Zstandard frames, one after the other where it is several. They are unpacked in one call each into the block's own
/// memory, which is their window: however large a window a frame claims, it takes no memory beside that.
/// </summary>
internal sealed class ZstandardBlocks() : BlockCodec("zstandard")
{
    // What frames say of their length is believed up to so many times the block's; beyond, memory follows what unpacks, at the
    // price of unpacking again.
    private const long CredibleRatio = 32;
    private const int FewestBytes = 16 * 1024;

    public override ReadOnlyMemory<byte>? Unpack(ReadOnlyMemory<byte> stored, BlockInflater memory)
    {
        try
        {
            using var decompressor = new Decompressor();
            long most = memory.MaximumBytes;
            long credible = Math.Min(Claimed(stored.Span), stored.Length * CredibleRatio);
            long room = Math.Min(most, Math.Max(FewestBytes, credible));
            while (true)
            {
                Memory<byte> target = memory.Room((int)room);
                if (decompressor.TryUnwrap(stored.Span, target.Span, out int length))
                    return target[..length];
                if (room == most)
                    return null;
                room = Math.Min(most, 2 * room);
            }
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    // Of frames that don't say it, what so many of their parts can be at most. Goes through all of them, so what is cut off or
    // followed by anything else is found here.
    private static long Claimed(ReadOnlySpan<byte> stored) => (long)Math.Min(Decompressor.GetDecompressedSize(stored), long.MaxValue);
}
