using System.IO.Compression;

namespace KafkaStore.Containers;

/// <summary>Decompresses blocks, one after the other, into memory that they share. Memory follows what really unpacks, up to a limit.</summary>
/// <param name="maximumBytes">More than this is refused; at least 1.</param>
internal sealed class BlockInflater(int maximumBytes) : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    // Of texts such as JSON; what is wrong with it costs a copy or some room.
    private const long UsualRatio = 4;

    // From here on by half, since doubling would hold far more than a large block needs.
    private const int DoublingBytes = 8 * 1024 * 1024;

    // Blocks hold a megabyte and a record: enough for most.
    private const int PooledBytes = 2 * 1024 * 1024;

    // Arrays of this size live until the rarest of collections. The shared pool would keep some for each thread that ever
    // gave one back, and every block comes by another.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(PooledBytes, maxArraysPerBucket: 8);

    private byte[] inflated = [];

    /// <summary>The block's data, valid until the next call; null when it is more than the limit.</summary>
    /// <exception cref="InvalidDataException">It was not compressed by deflate.</exception>
    public ReadOnlyMemory<byte>? Inflate(ReadOnlyMemory<byte> stored)
    {
        using var deflate = new DeflateStream(ObjectContent.FromBytes(stored).Open(), CompressionMode.Decompress);
        int length = 0;
        while (true)
        {
            int room = Math.Min(inflated.Length, maximumBytes);
            if (length == room && !TryGrow(stored.Length * UsualRatio))
            {
                // Full to the limit: it is all there, or too much. A bare null would become empty memory.
                Span<byte> more = stackalloc byte[1];
                return deflate.Read(more) == 0 ? inflated.AsMemory(0, length) : (ReadOnlyMemory<byte>?)null;
            }

            room = Math.Min(inflated.Length, maximumBytes);
            int read = deflate.Read(inflated.AsSpan(length, room - length));
            if (read == 0)
                return inflated.AsMemory(0, length);
            length += read;
        }
    }

    /// <summary>A block that was not compressed, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Copy(ReadOnlyMemory<byte> stored)
    {
        if (inflated.Length < stored.Length)
            Grow(stored.Length);
        stored.CopyTo(inflated);
        return inflated.AsMemory(0, stored.Length);
    }

    /// <summary>Gives the memory back; no block may be in use any more.</summary>
    public void Dispose()
    {
        GiveBack();
        inflated = [];
    }

    private bool TryGrow(long expected)
    {
        long wanted =
            inflated.Length == 0 ? Math.Min(expected, PooledBytes)
            : inflated.Length < DoublingBytes ? 2L * inflated.Length
            : inflated.Length + (inflated.Length / 2L);
        int size = (int)Math.Min(Math.Max(wanted, FirstBytes), maximumBytes);
        if (size <= inflated.Length)
            return false;
        Grow(size);
        return true;
    }

    private void Grow(int size)
    {
        byte[] larger = size <= PooledBytes ? Pool.Rent(size) : new byte[size];
        inflated.CopyTo(larger, 0);
        GiveBack();
        inflated = larger;
    }

    private void GiveBack()
    {
        if (inflated.Length is > 0 and <= PooledBytes)
            Pool.Return(inflated);
    }
}
