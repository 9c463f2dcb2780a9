namespace KafkaStore.Containers.Blocks;

/// <summary>A block to which nothing is added any more.</summary>
internal sealed class FullBlock : IDisposable
{
    private byte[] owned = [];

    private FullBlock(BlockFigures figures, ReadOnlyMemory<byte> bytes) => (Figures, Bytes) = (figures, bytes);

    public BlockFigures Figures { get; }

    /// <summary>The records one after another.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <param name="memory">Owned from now on; from <see cref="BlockMemory"/>.</param>
    /// <param name="length">How much of it are the records.</param>
    public static FullBlock Owning(BlockFigures figures, byte[] memory, int length) =>
        new(figures, memory.AsMemory(0, length)) { owned = memory };

    /// <summary>One record where it lies; it must stay as it is until this is disposed.</summary>
    public static FullBlock Over(EncodedRecord record) => new(BlockFigures.None.With(record), record.Bytes);

    /// <summary>Gives the memory back; the figures stay.</summary>
    public void Dispose()
    {
        BlockMemory.GiveBack(owned);
        owned = [];
        Bytes = default;
    }
}
