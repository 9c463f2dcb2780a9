using System.IO.Compression;

namespace KafkaStore.Containers;

/// <summary>
/// Blocks of one raw deflate stream. What follows it is passed over: Avro's Python writer leaves three bytes of a checksum there.
/// </summary>
internal sealed class DeflateBlocks() : BlockCodec("deflate")
{
    public override ReadOnlyMemory<byte>? Unpack(ReadOnlyMemory<byte> stored, BlockInflater memory) =>
        memory.Fill(() => new DeflateStream(ObjectContent.FromBytes(stored).Open(), CompressionMode.Decompress), stored.Length);
}
