using System.Diagnostics.CodeAnalysis;

namespace KafkaStore.Containers;

/// <summary>Reads a container of archived records block by block.</summary>
public sealed class ContainerReader : IAsyncDisposable
{
    private readonly BlockReader blocks;

    private ContainerReader(BlockReader blocks, string name)
    {
        this.blocks = blocks;
        Layout = LayoutOf(blocks.Header, name);
    }

    public ContainerHeader Header => blocks.Header;

    public RecordLayout Layout { get; }

    /// <summary>Where in the container the next block starts, in bytes.</summary>
    public long Position => blocks.Position;

    /// <summary>What blocks are compressed with, as in <c>avro.codec</c>; <c>null</c> also where the header has none.</summary>
    public string Codec => blocks.Codec;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the container's start; owned by the reader from now on, also when this fails.</param>
    /// <exception cref="DamagedContainerException">It is no container, or one of other records.</exception>
    public static async Task<ContainerReader> OpenAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        BlockReader blocks = await BlockReader.OpenAsync(stream, name, cancellationToken);
        try
        {
            return new ContainerReader(blocks, name);
        }
        catch
        {
            await blocks.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes on after a header that was read already.</summary>
    /// <param name="blocks">Owned by the reader.</param>
    /// <exception cref="DamagedContainerException">It is one of other records.</exception>
    public static ContainerReader Over(BlockReader blocks, string name) => new(blocks, name);

    /// <summary>Goes on from the block that starts at a stream's beginning, with a header that was read before.</summary>
    /// <param name="stream">At the start of a block; owned by the reader.</param>
    /// <param name="header">Of the same container.</param>
    /// <param name="position">Of that block in the container, in bytes; for error texts.</param>
    public static ContainerReader Resume(Stream stream, string name, ContainerHeader header, long position = 0) =>
        new(new BlockReader(stream, new StreamWindow(stream, position), name, header, BlockCodec.OfObjects), name);

    /// <summary>The next block, or null at the container's end.</summary>
    /// <exception cref="DamagedContainerException">The block is cut off, has a wrong sync marker or can't be decompressed.</exception>
    public async ValueTask<ContainerBlock?> ReadBlockAsync(CancellationToken cancellationToken) =>
        await ReadStoredAsync(cancellationToken) is { } stored ? Unpack(stored) : null;

    /// <summary>Decompresses a block; its data is valid until the next is unpacked.</summary>
    /// <exception cref="DamagedContainerException">It can't be decompressed.</exception>
    public ContainerBlock Unpack(StoredBlock stored) => blocks.Unpack(stored);

    /// <summary>Decompresses a block, or copies it, into memory of its own: valid until that is used again.</summary>
    /// <exception cref="DamagedContainerException">It can't be decompressed.</exception>
    internal ContainerBlock Unpack(StoredBlock stored, BlockInflater memory) => blocks.Unpack(stored, memory);

    /// <summary>The next block as it is stored, or null at the container's end.</summary>
    /// <exception cref="DamagedContainerException">The block is cut off or has a wrong sync marker.</exception>
    public ValueTask<StoredBlock?> ReadStoredAsync(CancellationToken cancellationToken) => blocks.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => blocks.DisposeAsync();

    [SuppressMessage("Style", "IDE0046", Justification = "Reads better in steps.")]
    private static RecordLayout LayoutOf(ContainerHeader header, string name)
    {
        if (!header.Metadata.TryGetValue(HeaderKeys.Schema, out ReadOnlyMemory<byte> schema))
            throw DamagedContainerException.At(name, 0, "its header has no avro.schema");
        if (schema.Span.SequenceEqual(MessageSchema.Utf8.Span))
            return RecordLayout.Current; // nearly always: thousands of small chunks are opened, and parsing JSON is most of that
        return RecordLayout.Parse(schema)
            ?? throw new DamagedContainerException(
                $"{name} holds other data: its schema is not that of archived Kafka records (timestamp, key, value)."
            );
    }
}
