namespace KafkaStore.Storage.Streams;

/// <summary>Bytes in pieces that are rented, so that a growing body is never copied and never a large array.</summary>
internal sealed class PooledBytes
{
    private const int PieceBytes = 64 * 1024;

    private readonly List<byte[]> pieces = [];
    private long length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int within = (int)(length % PieceBytes);
            if (within == 0)
                pieces.Add(ArrayPool<byte>.Shared.Rent(PieceBytes));

            int count = Math.Min(bytes.Length, PieceBytes - within);
            bytes[..count].CopyTo(pieces[^1].AsSpan(within));
            bytes = bytes[count..];
            length += count;
        }
    }

    /// <summary>The bytes from <paramref name="position"/> to the end of the piece that they are in; empty at the end.</summary>
    public ReadOnlySpan<byte> From(long position)
    {
        if (position >= length)
            return [];

        int within = (int)(position % PieceBytes);
        int count = (int)Math.Min(PieceBytes - within, length - position);
        return pieces[(int)(position / PieceBytes)].AsSpan(within, count);
    }

    /// <summary>Gives everything back.</summary>
    public void Clear()
    {
        foreach (byte[] piece in pieces)
            ArrayPool<byte>.Shared.Return(piece);

        pieces.Clear();
        length = 0;
    }
}
