using System.Security.Cryptography;

namespace KafkaStore.Containers.Blocks;

/// <summary>
/// A block that is being filled, and then the next: in pieces of memory, and where there are no more of these for it, its beginning in
/// a file.
/// </summary>
/// <param name="memory">Has the pieces.</param>
/// <param name="parking">Takes what is too much; null where nothing is.</param>
/// <param name="digest">Of all records one after another, whatever block they are in.</param>
internal sealed class PendingBlock(PieceMemory memory, ParkingFile? parking, IncrementalHash digest) : IDisposable
{
    private readonly List<byte[]> pieces = []; // all but the last are full
    private int room; // in the last
    private int place = -1; // where the beginning is parked
    private int parked;

    public long Length { get; private set; }

    public BlockFigures Figures { get; private set; } = BlockFigures.None;

    /// <summary>Adds a record that does not bring the block to a block's size.</summary>
    public void Append(EncodedRecord record)
    {
        Figures = Figures.With(record);
        Length += record.Bytes.Length;
        ReadOnlySpan<byte> left = record.Bytes.Span;
        while (!left.IsEmpty)
        {
            if (room == 0)
                AddPiece();
            int count = Math.Min(room, left.Length);
            left[..count].CopyTo(pieces[^1].AsSpan(PieceMemory.PieceBytes - room));
            room -= count;
            left = left[count..];
        }
    }

    /// <summary>The block with its last record, and begins the next one.</summary>
    public FullBlock EndWith(EncodedRecord record)
    {
        FullBlock full = End(Figures.With(record), record.Bytes.Span);
        digest.AppendData(record.Bytes.Span);
        return full;
    }

    /// <summary>A block of this record alone, which is not copied.</summary>
    /// <exception cref="InvalidOperationException">There is one in the making.</exception>
    public FullBlock Only(EncodedRecord record)
    {
        if (Length > 0)
            throw new InvalidOperationException("The block has other records.");
        digest.AppendData(record.Bytes.Span);
        return FullBlock.Over(record);
    }

    /// <summary>The block as it is, and begins the next one.</summary>
    public FullBlock End() => End(Figures, []);

    public void Dispose() => Clear();

    private FullBlock End(BlockFigures figures, ReadOnlySpan<byte> last)
    {
        int length = checked((int)Length + last.Length);
        byte[] whole = BlockMemory.Take(length);
        if (parked > 0)
            parking!.Read(place, whole.AsSpan(0, parked));
        int at = parked;
        foreach (byte[] piece in pieces)
        {
            int count = (int)Math.Min(PieceMemory.PieceBytes, Length - at);
            piece.AsSpan(0, count).CopyTo(whole.AsSpan(at));
            at += count;
        }

        if (pieces.Count > 0)
            digest.AppendData(pieces[^1].AsSpan(0, PieceMemory.PieceBytes - room));
        last.CopyTo(whole.AsSpan(at));
        Clear();
        return FullBlock.Owning(figures, whole, length);
    }

    private void AddPiece()
    {
        if (pieces.Count > 0)
            digest.AppendData(pieces[^1]);
        byte[]? piece = memory.TryTake();
        if (piece is null && parking is not null && pieces.Count > 0)
            Park();
        pieces.Add(piece ?? memory.Take());
        room = PieceMemory.PieceBytes;
    }

    private void Park()
    {
        if (place < 0)
            place = parking!.TakePlace();
        parking!.Write(place, parked, [.. pieces.Select(piece => (ReadOnlyMemory<byte>)piece)]);
        parked += pieces.Count * PieceMemory.PieceBytes;
        memory.GiveBack(pieces);
        pieces.Clear();
    }

    private void Clear()
    {
        memory.GiveBack(pieces);
        pieces.Clear();
        if (place >= 0)
            parking!.GiveBack(place);
        (place, parked, room, Length, Figures) = (-1, 0, 0, 0, BlockFigures.None);
    }
}
