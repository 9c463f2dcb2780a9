namespace KafkaStore.Containers;

/// <summary>The blocks of a container, complete, behind a header that is still to be written.</summary>
internal interface IContainerBlocks
{
    public ReadOnlySpan<byte> Sync { get; }

    public ContainerCodec Codec { get; }

    /// <summary>In bytes.</summary>
    public long Length { get; }

    /// <summary>All of them where they lie in memory; null where they do not.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Pieces { get; }

    /// <summary>A new stream over them, at the first; any number at once.</summary>
    public Stream OpenRead();
}
