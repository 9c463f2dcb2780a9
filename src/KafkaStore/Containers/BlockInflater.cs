using System.IO.Compression;

namespace KafkaStore.Containers;

/// <summary>Decompresses blocks, one after the other, into memory that they share. Memory follows what really unpacks, up to a limit.</summary>
/// <param name="maximumBytes">More than this is refused; at least 1.</param>
internal sealed class BlockInflater(int maximumBytes) : IDisposable
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

    /// <summary>The block's data, valid until the next call; null when it is more than the limit.</summary>
    /// <exception cref="InvalidDataException">It was not compressed by deflate.</exception>
    public ReadOnlyMemory<byte>? Inflate(ReadOnlyMemory<byte> stored)
    {
        using DeflateStream deflate = Open(stored);
        int length = 0;
        while (true)
        {
            int room = Math.Min(inflated.Length, maximumBytes);
            if (length == room)
            {
                if (room == maximumBytes || room >= UncountedBytes)
                    return InflateCounted(stored, deflate, length);
                Grow((int)Math.Min(Math.Max(Wanted(stored.Length), FirstBytes), maximumBytes));
                continue;
            }

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

    private static DeflateStream Open(ReadOnlyMemory<byte> stored) =>
        new(ObjectContent.FromBytes(stored).Open(), CompressionMode.Decompress);

    // The memory has the beginning. The rest is counted, and all of it unpacked again where it is more.
    private ReadOnlyMemory<byte>? InflateCounted(ReadOnlyMemory<byte> stored, DeflateStream rest, int length)
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
            using DeflateStream again = Open(stored);
            again.ReadExactly(inflated);
        }

        return inflated.AsMemory(0, (int)total);
    }

    private long Wanted(int storedBytes) => inflated.Length == 0 ? Math.Min(storedBytes * UsualRatio, PooledBytes) : 2L * inflated.Length;

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
