namespace KafkaStore.Storage.Streams;

/// <summary>Pieces of memory read as one; they are not copied before.</summary>
internal sealed class PiecesStream : ReadOnlyRangeStream
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> pieces;

    // The piece that was read last, and where it starts.
    private int index;
    private long start;

    /// <param name="length">Of all of them.</param>
    public PiecesStream(IReadOnlyList<ReadOnlyMemory<byte>> pieces, long length)
        : base(length) => this.pieces = pieces;

    protected override int ReadAt(long position, Span<byte> buffer)
    {
        if (position < start)
            (index, start) = (0, 0);
        while (position - start >= pieces[index].Length)
            start += pieces[index++].Length;
        ReadOnlySpan<byte> rest = pieces[index].Span[(int)(position - start)..];
        int count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        return count;
    }
}
