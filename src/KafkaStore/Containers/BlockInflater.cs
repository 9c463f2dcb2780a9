namespace KafkaStore.Containers;

/// <summary>Memory that blocks are unpacked into, one after the other. It follows what really unpacks, up to a limit.</summary>
/// <param name="maximumBytes">More than this is refused; at least 1.</param>
public sealed class BlockInflater(int maximumBytes) : IDisposable
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

    /// <summary>The limit of one block.</summary>
    public int MaximumBytes => maximumBytes;

    /// <summary>All that a stream gives, valid until the next call; null when it is more than the limit.</summary>
    /// <param name="unpacked">Read to its end, or a byte past the limit.</param>
    /// <param name="storedBytes">Of the block before it was unpacked.</param>
    public ReadOnlyMemory<byte>? Fill(Stream unpacked, int storedBytes)
    {
        ArgumentNullException.ThrowIfNull(unpacked);
        int length = 0;
        while (true)
        {
            int room = Math.Min(inflated.Length, maximumBytes);
            if (length == room && !TryGrow(storedBytes * UsualRatio))
            {
                // Full to the limit: it is all there, or too much. A bare null would become empty memory.
                Span<byte> more = stackalloc byte[1];
                return unpacked.Read(more) == 0 ? inflated.AsMemory(0, length) : (ReadOnlyMemory<byte>?)null;
            }

            room = Math.Min(inflated.Length, maximumBytes);
            int read = unpacked.Read(inflated.AsSpan(length, room - length));
            if (read == 0)
                return inflated.AsMemory(0, length);
            length += read;
        }
    }

    /// <summary>Room for a block, valid until the next call; what it held is of no use any more.</summary>
    /// <param name="bytes">1 to <see cref="MaximumBytes"/>.</param>
    public Memory<byte> Room(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, maximumBytes);
        if (inflated.Length < bytes)
        {
            GiveBack();
            inflated = Take(bytes);
        }

        return inflated.AsMemory(0, Math.Min(inflated.Length, maximumBytes));
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
        byte[] larger = Take(size);
        inflated.CopyTo(larger, 0);
        GiveBack();
        inflated = larger;
    }

    private static byte[] Take(int size) => size <= PooledBytes ? Pool.Rent(size) : new byte[size];

    private void GiveBack()
    {
        if (inflated.Length is > 0 and <= PooledBytes)
            Pool.Return(inflated);
    }
}
