namespace KafkaStore.Records;

/// <summary>
/// Memory for the records of one batch, in rented pieces that are given back together: a record of its own array would be a
/// hundred million arrays a day. One writer; whatever points into it is void once it is disposed.
/// </summary>
public sealed class RecordSlab : IDisposable
{
    private const int SmallestPieceBytes = 16 * 1024;
    private const int LargestPieceBytes = 1024 * 1024;

    // The pool would keep larger ones.
    private const int LargestRentedBytes = 4 * 1024 * 1024;

    private readonly List<byte[]> rented = [];
    private byte[] piece = [];
    private int used;
    private int nextPieceBytes = SmallestPieceBytes;
    private long large; // bytes in arrays that are not rented

    /// <summary>Room in one run, to be written before <see cref="Take"/>; asking again without it gives the same room.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (piece.Length - used < bytes)
            Begin(bytes);
        return piece.AsSpan(used);
    }

    /// <summary>The first bytes of what was reserved last are kept, and these are they.</summary>
    public ReadOnlyMemory<byte> Take(int bytes)
    {
        ReadOnlyMemory<byte> taken = piece.AsMemory(used, bytes);
        used += bytes;
        return taken;
    }

    /// <summary>A copy.</summary>
    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        return Take(bytes.Length);
    }

    public void Dispose()
    {
        foreach (byte[] array in rented)
            ArrayPool<byte>.Shared.Return(array);
        rented.Clear();
        piece = [];
        used = 0;
        LargeArrays.GiveBack(large);
        large = 0;
    }

    private void Begin(int bytes)
    {
        int length = Math.Max(bytes, nextPieceBytes);
        nextPieceBytes = Math.Min(nextPieceBytes * 2, LargestPieceBytes);
        used = 0;
        if (length > LargestRentedBytes)
        {
            piece = LargeArrays.Take(length);
            large += length;
            return;
        }

        piece = ArrayPool<byte>.Shared.Rent(length);
        rented.Add(piece);
    }
}
