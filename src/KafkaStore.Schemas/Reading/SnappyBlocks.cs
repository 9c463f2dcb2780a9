using System.Buffers.Binary;
using System.IO.Hashing;
using KafkaStore.Containers;
using Snappier;

namespace KafkaStore.Schemas.Reading;

/// <summary>Blocks of Snappy's raw format, followed by the CRC-32 of what they unpack to, the highest byte first.</summary>
internal sealed class SnappyBlocks() : BlockCodec("snappy")
{
    // A copy of 64 bytes takes three at least. A block that claims more is damaged, and gets no memory for it.
    private const long MostRatio = 22;

    public override ReadOnlyMemory<byte>? Unpack(ReadOnlyMemory<byte> stored, BlockInflater memory)
    {
        ReadOnlySpan<byte> bytes = stored.Span;
        if (bytes.Length < sizeof(uint))
            throw new InvalidDataException("It is too short to end with a checksum.");
        ReadOnlySpan<byte> packed = bytes[..^sizeof(uint)];
        int length = Snappy.GetUncompressedLength(packed);
        if (length < 0 || length > packed.Length * MostRatio)
            throw new InvalidDataException($"It claims {length} bytes, more than it can unpack to.");
        if (length > memory.MaximumBytes)
            return null;

        // At least 1, since an empty block is one too.
        Memory<byte> room = memory.Room(Math.Max(1, length));
        if (!Snappy.TryDecompress(packed, room.Span, out int written) || written != length)
            throw new InvalidDataException("It does not unpack to as much as it says.");
        if (Crc32.HashToUInt32(room.Span[..length]) != BinaryPrimitives.ReadUInt32BigEndian(bytes[^sizeof(uint)..]))
            throw new InvalidDataException("It unpacks to something else than its checksum is of.");
        return room[..length];
    }
}
