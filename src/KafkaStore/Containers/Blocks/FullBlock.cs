namespace KafkaStore.Containers.Blocks;

/// <summary>A block to which nothing is added any more, in memory of its own.</summary>
/// <param name="memory">Owned; from <see cref="BlockMemory"/>.</param>
/// <param name="length">How much of it are the records, one after another.</param>
internal sealed class FullBlock(BlockFigures figures, byte[] memory, int length) : IDisposable
{
    private byte[] memory = memory;

    public BlockFigures Figures => figures;

    public ReadOnlyMemory<byte> Bytes => memory.AsMemory(0, length);

    /// <summary>Gives the memory back; the figures stay.</summary>
    public void Dispose()
    {
        BlockMemory.GiveBack(memory);
        memory = [];
        length = 0;
    }
}
