using System.IO.Compression;
using KafkaStore.Avro;
using KafkaStore.Storage;

namespace KafkaStore.Containers;

/// <summary>Decompresses blocks, one after the other, into memory that they share. Memory follows what really unpacks, up to a limit.</summary>
/// <param name="maximumBytes">More than this is refused; at least 1.</param>
internal sealed class BlockInflater(int maximumBytes)
{
    private const int FirstBytes = 16 * 1024;

    // From here on by half, since doubling would hold far more than a large block needs.
    private const int DoublingBytes = 8 * 1024 * 1024;

    private byte[] inflated = [];

    /// <summary>The block's data, valid until the next call; null when it is more than the limit.</summary>
    /// <exception cref="InvalidDataException">It was not compressed by deflate.</exception>
    public ReadOnlyMemory<byte>? Inflate(ReadOnlyMemory<byte> stored)
    {
        using var deflate = new DeflateStream(ObjectContent.FromBytes(stored).Open(), CompressionMode.Decompress);
        int length = 0;
        while (true)
        {
            if (length == inflated.Length && !TryGrow())
            {
                // Full to the limit: it is all there, or too much. A bare null would become empty memory.
                Span<byte> more = stackalloc byte[1];
                return deflate.Read(more) == 0 ? inflated.AsMemory(0, length) : (ReadOnlyMemory<byte>?)null;
            }

            int read = deflate.Read(inflated.AsSpan(length));
            if (read == 0)
                return inflated.AsMemory(0, length);
            length += read;
        }
    }

    private bool TryGrow()
    {
        long wanted = inflated.Length < DoublingBytes ? 2L * inflated.Length : inflated.Length + (inflated.Length / 2L);
        int size = (int)Math.Min(Math.Max(wanted, FirstBytes), maximumBytes);
        if (size <= inflated.Length)
            return false;
        Array.Resize(ref inflated, size);
        return true;
    }
}
