using ZstdSharp;

namespace KafkaStore.Containers;

/// <summary>
/// Blocks of Zstandard frames, one after the other where it is several. They are unpacked in one call each into the block's own
/// memory, which is their window: however large a window a frame claims, it takes no memory beside that.
/// </summary>
internal sealed class ZstandardBlocks() : BlockCodec("zstandard")
{
    // What frames can hold is given at once up to so many times what is stored; beyond, memory follows what unpacks, at the price
    // of unpacking again.
    private const long UsualRatio = 32;
    private const int FewestBytes = 16 * 1024;

    public override ReadOnlyMemory<byte>? Unpack(ReadOnlyMemory<byte> stored, BlockInflater memory)
    {
        long length = Math.Min(ZstandardLength.AtMost(stored.Span), Claimed(stored.Span));
        long most = Math.Clamp(length, 1, memory.MaximumBytes);
        long room = Math.Min(most, Math.Max(FewestBytes, stored.Length * UsualRatio));
        using var decompressor = new Decompressor();
        while (true)
        {
            Memory<byte> target = memory.Room((int)room);
            if (Unpack(decompressor, stored.Span, target.Span) is { } unpacked)
                return target[..unpacked];
            if (room == most)
                return length > most ? null : throw new InvalidDataException("It holds more than it can, or says.");
            room = Math.Min(most, 2 * room);
        }
    }

    // Null where the room does not suffice.
    private static int? Unpack(Decompressor decompressor, ReadOnlySpan<byte> stored, Span<byte> target)
    {
        try
        {
            return decompressor.TryUnwrap(stored, target, out int length) ? length : null;
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static long Claimed(ReadOnlySpan<byte> stored)
    {
        try
        {
            return (long)Math.Min(Decompressor.GetDecompressedSize(stored), long.MaxValue);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}
