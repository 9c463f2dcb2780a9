namespace KafkaStore.Containers.Blocks;

/// <summary>Memory for blocks that are being filled, in pieces that are used again and again.</summary>
/// <param name="most">Pieces that are out at a time, but for those that can't be done without.</param>
/// <param name="mostKept">Pieces that wait for the next block at most.</param>
internal sealed class PieceMemory(int most, int mostKept)
{
    // Small: a block of an idle partition takes one too, and it may wait for hours.
    public const int PieceBytes = 16 * 1024;

    private readonly Lock gate = new();
    private readonly Stack<byte[]> kept = [];
    private int taken;

    /// <summary>For bodies of which there are few.</summary>
    public static PieceMemory WithoutLimit { get; } = new(int.MaxValue, 256);

    /// <summary>Null where no more may be out.</summary>
    public byte[]? TryTake()
    {
        lock (gate)
            return taken >= most ? null : TakeOne();
    }

    /// <summary>One more in any case.</summary>
    public byte[] Take()
    {
        lock (gate)
            return TakeOne();
    }

    public void GiveBack(IReadOnlyCollection<byte[]> pieces)
    {
        lock (gate)
        {
            taken -= pieces.Count;
            foreach (byte[] piece in pieces)
            {
                if (kept.Count < mostKept)
                    kept.Push(piece);
            }
        }
    }

    // Pinned, so that it is never copied about and leaves no gaps that only its like fits into.
    private byte[] TakeOne()
    {
        taken++;
        return kept.TryPop(out byte[]? piece) ? piece : GC.AllocateUninitializedArray<byte>(PieceBytes, pinned: true);
    }
}
