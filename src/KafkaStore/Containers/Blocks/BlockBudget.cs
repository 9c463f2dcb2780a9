namespace KafkaStore.Containers.Blocks;

/// <summary>What the blocks of many bodies may take together.</summary>
public sealed class BlockBudget : IDisposable
{
    /// <param name="blocks">Those that are compressed, or wait for it, at a time.</param>
    /// <param name="pendingBytes">Memory for those that are being filled; what is more waits in a file.</param>
    /// <param name="folder">Where that file will be; null: the system's temporary folder.</param>
    public BlockBudget(int blocks, long pendingBytes, string? folder)
    {
        Turns = new SemaphoreSlim(blocks);
        int pieces = (int)(pendingBytes / PieceMemory.PieceBytes);
        Pieces = new PieceMemory(pieces, pieces);
        Parking = new ParkingFile(folder);
    }

    internal SemaphoreSlim Turns { get; }

    internal PieceMemory Pieces { get; }

    internal ParkingFile Parking { get; }

    public void Dispose()
    {
        Turns.Dispose();
        Parking.Dispose();
    }
}
