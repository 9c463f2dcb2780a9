using System.Buffers.Binary;

namespace KafkaStore.Containers;

/// <summary>
/// How much Zstandard frames can hold at most, by the blocks that they are made of (RFC 8878): what a frame says of its length is a
/// claim, and the decompressor's word that there is too little room may mean damage.
/// </summary>
internal static class ZstandardLength
{
    private const uint Magic = 0xFD2FB528;
    private const uint Skippable = 0x184D2A50;
    private const int LargestBlock = 128 * 1024;

    /// <exception cref="InvalidDataException">They are no frames, or cut off.</exception>
    public static long AtMost(ReadOnlySpan<byte> frames)
    {
        long most = 0;
        while (!frames.IsEmpty)
        {
            uint magic = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref frames, sizeof(uint)));
            if ((magic & ~0xFu) == Skippable)
                Take(ref frames, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref frames, sizeof(uint))));
            else if (magic == Magic)
                most += OfBlocks(ref frames);
            else
                throw new InvalidDataException("It has something else where a frame should begin.");
        }

        return most;
    }

    // From behind the magic number to the frame's end.
    private static long OfBlocks(ref ReadOnlySpan<byte> frame)
    {
        byte descriptor = Take(ref frame, 1)[0];
        bool hasWindow = (descriptor & 0x20) == 0;
        int lengthBytes = (descriptor >> 6) switch
        {
            0 => hasWindow ? 0 : 1,
            var power => 1 << power,
        };
        int dictionaryBytes = (1 << (descriptor & 3)) >> 1;
        Take(ref frame, (hasWindow ? 1 : 0) + dictionaryBytes + lengthBytes);
        long most = 0;
        for (bool last = false; !last; )
        {
            ReadOnlySpan<byte> bytes = Take(ref frame, 3);
            int header = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
            last = (header & 1) != 0;
            int size = header >> 3;
            bool repeats = (header & 6) == 2;
            bool compressed = (header & 6) == 4;
            Take(ref frame, repeats ? 1 : size);
            most += compressed ? LargestBlock : Math.Min(size, LargestBlock);
        }

        Take(ref frame, (descriptor & 4) == 0 ? 0 : sizeof(uint));
        return most;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, long count)
    {
        if (count > bytes.Length)
            throw new InvalidDataException("It ends inside a frame.");
        ReadOnlySpan<byte> taken = bytes[..(int)count];
        bytes = bytes[(int)count..];
        return taken;
    }
}
