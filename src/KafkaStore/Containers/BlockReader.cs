namespace KafkaStore.Containers;

/// <summary>
/// Reads any Avro container's header and its blocks, whatever their records are. Damaged ones are refused with the place and
/// the reason; memory follows what the container really holds, up to <see cref="ContainerLimits.MaximumBlockBytes"/>.
/// </summary>
public sealed class BlockReader : IAsyncDisposable
{
    private readonly Stream stream;
    private readonly StreamWindow window;
    private readonly string name;
    private readonly BlockCodec? codec;
    private readonly BlockInflater inflater = new(ContainerLimits.MaximumBlockBytes);

    internal BlockReader(Stream stream, StreamWindow window, string name, ContainerHeader header, IReadOnlyList<BlockCodec> codecs)
    {
        this.stream = stream;
        this.window = window;
        this.name = name;
        Header = header;
        codec = BlockCodec.Of(header, codecs, name);
    }

    public ContainerHeader Header { get; }

    /// <summary>What blocks are compressed with, as in <c>avro.codec</c>; <c>null</c> also where the header has none.</summary>
    public string Codec => codec?.Name ?? ContainerCodec.Null.Name;

    /// <summary>Where in the container the next block starts, in bytes.</summary>
    public long Position => window.Position;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the container's start; owned by the reader from now on, also when this fails. Needs not seek.</param>
    /// <exception cref="DamagedContainerException">It is no container, or one of a codec that archive objects don't have.</exception>
    public static Task<BlockReader> OpenAsync(Stream stream, string name, CancellationToken cancellationToken) =>
        OpenAsync(stream, name, BlockCodec.OfObjects, cancellationToken);

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the container's start; owned by the reader from now on, also when this fails. Needs not seek.</param>
    /// <param name="codecs">All that can be read, beside null.</param>
    /// <exception cref="DamagedContainerException">It is no container, or one of another codec.</exception>
    public static Task<BlockReader> OpenAsync(
        Stream stream,
        string name,
        IReadOnlyList<BlockCodec> codecs,
        CancellationToken cancellationToken
    ) => OpenAsync(stream, name, codecs, null, cancellationToken);

    /// <param name="look">Is shown the header before anything of it is refused, and may refuse it itself.</param>
    /// <inheritdoc cref="OpenAsync(Stream, string, IReadOnlyList{BlockCodec}, CancellationToken)"/>
    internal static async Task<BlockReader> OpenAsync(
        Stream stream,
        string name,
        IReadOnlyList<BlockCodec> codecs,
        Action<ContainerHeader>? look,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var window = new StreamWindow(stream);
            ContainerHeader header = await ReadHeaderAsync(window, name, cancellationToken);
            window.Consume(header.Length);
            look?.Invoke(header);
            return new BlockReader(stream, window, name, header, codecs);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next block as it is stored, or null at the container's end.</summary>
    /// <exception cref="DamagedContainerException">The block is cut off or has a wrong sync marker.</exception>
    public async ValueTask<StoredBlock?> ReadAsync(CancellationToken cancellationToken)
    {
        long position = window.Position;
        (long count, int size)? framing = await ReadFramingAsync(cancellationToken);
        if (framing is not { } block)
            return null;
        if (!await window.FillAsync(block.size + ContainerHeader.SyncLength, cancellationToken))
            throw Damaged(position, "it ends inside a block");
        ReadOnlyMemory<byte> stored = window.Available[..block.size];
        if (!window.Available.Span.Slice(block.size, ContainerHeader.SyncLength).SequenceEqual(Header.Sync.Span))
            throw Damaged(position, "the sync marker after a block is not the header's");
        window.Consume(block.size + ContainerHeader.SyncLength);

        // The window keeps consumed bytes in place until it is filled again, which is when the next block is read.
        return new StoredBlock(position, block.count, stored);
    }

    /// <summary>Decompresses a block; its data is valid until the next is unpacked.</summary>
    /// <exception cref="DamagedContainerException">It can't be decompressed, or is too large.</exception>
    public ContainerBlock Unpack(StoredBlock stored) =>
        new(name, stored.Position, stored.Count, codec is null ? stored.Data : Unpack(codec, stored, inflater));

    /// <summary>Decompresses a block, or copies it, into memory of its own: valid until that is used again.</summary>
    /// <exception cref="DamagedContainerException">It can't be decompressed, or is too large.</exception>
    internal ContainerBlock Unpack(StoredBlock stored, BlockInflater memory) =>
        new(name, stored.Position, stored.Count, codec is null ? memory.Copy(stored.Data) : Unpack(codec, stored, memory));

    // The last block may still be in use, so its memory is left to the collector.
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async ValueTask<(long Count, int Size)?> ReadFramingAsync(CancellationToken cancellationToken)
    {
        bool filled = await window.FillAsync(2 * AvroBinary.MaximumLongBytes, cancellationToken);
        if (window.Available.IsEmpty)
            return null;
        int read = 0;
        if (
            !AvroBinary.TryReadLong(window.Available.Span, ref read, out long count)
            || !AvroBinary.TryReadLong(window.Available.Span, ref read, out long size)
        )
        {
            throw Damaged(window.Position, filled ? "a block's count and size can't be read" : "it ends inside a block");
        }

        if (count < 0 || size < 0 || size > ContainerLimits.MaximumBlockBytes)
            throw Damaged(window.Position, $"a block claims {count} records in {size} bytes");
        window.Consume(read);
        return (count, (int)size);
    }

    private ReadOnlyMemory<byte> Unpack(BlockCodec codec, StoredBlock stored, BlockInflater memory)
    {
        try
        {
            return codec.Unpack(stored.Data, memory)
                ?? throw Damaged(stored.Position, $"a block unpacks to more than {ContainerLimits.MaximumBlockBytes} bytes");
        }
        catch (InvalidDataException e)
        {
            throw DamagedContainerException.At(name, stored.Position, "a block can't be decompressed", e);
        }
    }

    private static async Task<ContainerHeader> ReadHeaderAsync(StreamWindow window, string name, CancellationToken cancellationToken)
    {
        int wanted = 16 * 1024;
        while (true)
        {
            bool filled = await window.FillAsync(wanted, cancellationToken);
            if (ContainerHeader.TryParse(window.Available.Span, out string? problem) is { } header)
                return header;
            if (problem is null && !filled)
                problem = window.Available.IsEmpty ? "it is empty" : "it ends inside its header";
            if (problem is null && wanted >= ContainerHeader.MaximumLength)
                problem = "its header is too long";
            if (problem is not null)
                throw DamagedContainerException.At(name, 0, problem);
            wanted *= 4;
        }
    }

    private DamagedContainerException Damaged(long position, string reason) => DamagedContainerException.At(name, position, reason);
}
