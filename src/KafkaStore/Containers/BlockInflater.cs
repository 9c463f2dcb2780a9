namespace KafkaStore.Containers;

/// <summary>Memory that blocks are unpacked into, one after the other. It follows what really unpacks, up to a limit.</summary>
/// <param name="maximumBytes">More than this is refused; at least 1.</param>
public sealed class BlockInflater(int maximumBytes) : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    // Of texts such as JSON; what is wrong with it costs a copy or some room.
    private const long UsualRatio = 4;

    // What is larger is counted before there is memory for it: a block of a megabyte can claim a gigabyte.
    private const int UncountedBytes = 8 * 1024 * 1024;

    // Blocks hold a megabyte and a record: enough for most.
    private const int PooledBytes = 2 * 1024 * 1024;

    // Arrays of this size live until the rarest of collections. The shared pool would keep some for each thread that ever
    // gave one back, and every block comes by another.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(PooledBytes, maxArraysPerBucket: 8);

    private byte[] inflated = [];

    /// <summary>The limit of one block.</summary>
    public int MaximumBytes => maximumBytes;

    /// <summary>All that a stream gives, valid until the next call; null when it is more than the limit.</summary>
    /// <param name="open">Opens it, twice where it is long; each is disposed.</param>
    /// <param name="storedBytes">Of the block before it was unpacked.</param>
    public ReadOnlyMemory<byte>? Fill(Func<Stream> open, int storedBytes)
    {
        ArgumentNullException.ThrowIfNull(open);
        using Stream unpacked = open();
        int length = 0;
        while (true)
        {
            int room = Math.Min(inflated.Length, maximumBytes);
            if (length == room)
            {
                if (room == maximumBytes || room >= UncountedBytes)
                    return FillCounted(open, unpacked, length);
                Grow((int)Math.Min(Math.Max(Wanted(storedBytes), FirstBytes), maximumBytes));
                continue;
            }

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

    // The memory has the beginning. The rest is counted, and all of it unpacked again where it is more.
    private ReadOnlyMemory<byte>? FillCounted(Func<Stream> open, Stream rest, int length)
    {
        long total = length;
        byte[] scratch = Pool.Rent(FirstBytes);
        try
        {
            while (rest.Read(scratch) is > 0 and int read)
            {
                total += read;
                if (total > maximumBytes)
                    return null;
            }
        }
        finally
        {
            Pool.Return(scratch);
        }

        if (total > length)
        {
            // Never both at once.
            Dispose();
            inflated = GC.AllocateUninitializedArray<byte>((int)total);
            using Stream again = open();
            again.ReadExactly(inflated);
        }

        return inflated.AsMemory(0, (int)total);
    }

    private long Wanted(int storedBytes) => inflated.Length == 0 ? Math.Min(storedBytes * UsualRatio, PooledBytes) : 2L * inflated.Length;

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
