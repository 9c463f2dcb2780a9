using KafkaStore.Containers;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace KafkaStore.Schemas.Reading;

/// <summary>Blocks of bzip2 streams, one after the other where it is several, with nothing behind them.</summary>
internal sealed class Bzip2Blocks() : BlockCodec("bzip2")
{
    public override ReadOnlyMemory<byte>? Unpack(ReadOnlyMemory<byte> stored, BlockInflater memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        try
        {
            return memory.Fill(
                () => BZip2Stream.Create(ObjectContent.FromBytes(stored).Open(), CompressionMode.Decompress, decompressConcatenated: true),
                stored.Length
            );
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What the library throws at damaged data has no common type: its own ones, an index out of range, and others.
            throw new InvalidDataException("It is no bzip2 stream, or a damaged one.", e);
        }
    }
}
