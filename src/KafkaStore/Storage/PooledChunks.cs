using System.Buffers;

namespace KafkaStore.Storage;

/// <summary>Bytes in pieces that are rented, so that a growing body is never copied and never a large array.</summary>
internal sealed class PooledChunks
{
    private const int ChunkBytes = 64 * 1024;

    private readonly List<byte[]> chunks = [];
    private long length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int within = (int)(length % ChunkBytes);
            if (within == 0)
            {
                chunks.Add(ArrayPool<byte>.Shared.Rent(ChunkBytes));
            }

            int count = Math.Min(bytes.Length, ChunkBytes - within);
            bytes[..count].CopyTo(chunks[^1].AsSpan(within));
            bytes = bytes[count..];
            length += count;
        }
    }

    /// <summary>The bytes from <paramref name="position"/> to the end of the piece that they are in; empty at the end.</summary>
    public ReadOnlySpan<byte> From(long position)
    {
        if (position >= length)
        {
            return [];
        }

        int within = (int)(position % ChunkBytes);
        int count = (int)Math.Min(ChunkBytes - within, length - position);
        return chunks[(int)(position / ChunkBytes)].AsSpan(within, count);
    }

    /// <summary>Gives everything back.</summary>
    public void Clear()
    {
        foreach (byte[] chunk in chunks)
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        chunks.Clear();
        length = 0;
    }
}
