using System.Diagnostics.CodeAnalysis;
using KafkaStore.Avro;

namespace KafkaStore.Containers;

/// <summary>
/// Reads a container block by block. Damaged ones are refused with the place and the reason; memory follows what the
/// container really holds, up to <see cref="MaximumBlockBytes"/>.
/// </summary>
public sealed class ContainerReader : IAsyncDisposable
{
    /// <summary>
    /// A block that claims or unpacks to more than this is refused. A block holds less than 1 MiB and a record, and no record
    /// is written that would not fit: see <see cref="ContainerBody.MaximumRecordBytes"/>.
    /// </summary>
    public const int MaximumBlockBytes = 256 * 1024 * 1024;

    private readonly Stream stream;
    private readonly StreamWindow window;
    private readonly string name;
    private readonly bool deflated;
    private readonly BlockInflater inflater = new(MaximumBlockBytes);

    private ContainerReader(Stream stream, StreamWindow window, string name, ContainerHeader header, RecordLayout layout, bool deflated)
    {
        this.stream = stream;
        this.window = window;
        this.name = name;
        this.deflated = deflated;
        Header = header;
        Layout = layout;
    }

    public ContainerHeader Header { get; }

    public RecordLayout Layout { get; }

    /// <summary>Where in the container the next block starts, in bytes.</summary>
    public long Position => window.Position;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the container's start; owned by the reader from now on, also when this fails.</param>
    /// <param name="name">What error texts call it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DamagedContainerException">It is no container, or one of other records.</exception>
    public static async Task<ContainerReader> OpenAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        try
        {
            var window = new StreamWindow(stream);
            ContainerHeader header = await ReadHeaderAsync(window, name, cancellationToken).ConfigureAwait(false);
            window.Consume(header.Length);
            RecordLayout layout = LayoutOf(header, name);
            return new ContainerReader(stream, window, name, header, layout, IsDeflate(header, name));
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Goes on from the block that starts at a stream's beginning, with a header that was read before.</summary>
    /// <param name="stream">At the start of a block; owned by the reader.</param>
    /// <param name="name">What error texts call it.</param>
    /// <param name="header">Of the same container.</param>
    /// <param name="position">Of that block in the container, in bytes; for error texts.</param>
    public static ContainerReader Resume(Stream stream, string name, ContainerHeader header, long position = 0) =>
        new(stream, new StreamWindow(stream, position), name, header, LayoutOf(header, name), IsDeflate(header, name));

    /// <summary>Whether blocks are compressed by deflate; otherwise not at all.</summary>
    public bool IsDeflated => deflated;

    /// <summary>The next block, or null at the container's end.</summary>
    /// <exception cref="DamagedContainerException">The block is cut off, has a wrong sync marker or can't be decompressed.</exception>
    public async ValueTask<ContainerBlock?> ReadBlockAsync(CancellationToken cancellationToken) =>
        await ReadStoredAsync(cancellationToken).ConfigureAwait(false) is { } stored ? Unpack(stored) : null;

    /// <summary>Decompresses a block; its data is valid until the next is unpacked.</summary>
    /// <exception cref="DamagedContainerException">It can't be decompressed.</exception>
    public ContainerBlock Unpack(StoredBlock stored) =>
        new(name, stored.Position, stored.Count, deflated ? Inflate(stored, inflater) : stored.Data);

    /// <summary>Decompresses a block, or copies it, into memory of its own: valid until that is used again.</summary>
    /// <exception cref="DamagedContainerException">It can't be decompressed.</exception>
    internal ContainerBlock Unpack(StoredBlock stored, BlockInflater memory) =>
        new(name, stored.Position, stored.Count, deflated ? Inflate(stored, memory) : memory.Copy(stored.Data));

    /// <summary>The next block as it is stored, or null at the container's end.</summary>
    /// <exception cref="DamagedContainerException">The block is cut off or has a wrong sync marker.</exception>
    public async ValueTask<StoredBlock?> ReadStoredAsync(CancellationToken cancellationToken)
    {
        long position = window.Position;
        (long count, int size)? framing = await ReadFramingAsync(cancellationToken).ConfigureAwait(false);
        if (framing is not { } block)
            return null;
        if (!await window.FillAsync(block.size + ContainerHeader.SyncLength, cancellationToken).ConfigureAwait(false))
            throw Damaged(position, "it ends inside a block");
        ReadOnlyMemory<byte> stored = window.Available[..block.size];
        if (!window.Available.Span.Slice(block.size, ContainerHeader.SyncLength).SequenceEqual(Header.Sync.Span))
            throw Damaged(position, "the sync marker after a block is not the header's");
        window.Consume(block.size + ContainerHeader.SyncLength);

        // The window keeps consumed bytes in place until it is filled again, which is when the next block is read.
        return new StoredBlock(position, block.count, stored);
    }

    // The last block may still be in use, so its memory is left to the collector.
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async ValueTask<(long Count, int Size)?> ReadFramingAsync(CancellationToken cancellationToken)
    {
        await window.FillAsync(2 * AvroBinary.MaximumLongBytes, cancellationToken).ConfigureAwait(false);
        if (window.Available.IsEmpty)
            return null;
        int read = 0;
        if (!AvroBinary.TryReadLong(window.Available.Span, ref read, out long count) || !AvroBinary.TryReadLong(window.Available.Span, ref read, out long size))
            throw Damaged(window.Position, "a block's count and size can't be read");
        if (count < 0 || size < 0 || size > MaximumBlockBytes)
            throw Damaged(window.Position, $"a block claims {count} records in {size} bytes");
        window.Consume(read);
        return (count, (int)size);
    }

    private ReadOnlyMemory<byte> Inflate(StoredBlock stored, BlockInflater memory)
    {
        try
        {
            return memory.Inflate(stored.Data) ?? throw Damaged(stored.Position, $"a block unpacks to more than {MaximumBlockBytes} bytes");
        }
        catch (InvalidDataException e)
        {
            throw new DamagedContainerException($"{name} is damaged at byte {stored.Position}: a block can't be decompressed.", e);
        }
    }

    private static async Task<ContainerHeader> ReadHeaderAsync(StreamWindow window, string name, CancellationToken cancellationToken)
    {
        int wanted = 16 * 1024;
        while (true)
        {
            bool filled = await window.FillAsync(wanted, cancellationToken).ConfigureAwait(false);
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

    [SuppressMessage("Style", "IDE0046", Justification = "Reads better in steps.")]
    private static RecordLayout LayoutOf(ContainerHeader header, string name)
    {
        if (!header.Metadata.TryGetValue(HeaderKeys.Schema, out ReadOnlyMemory<byte> schema))
            throw DamagedContainerException.At(name, 0, "its header has no avro.schema");
        if (schema.Span.SequenceEqual(MessageSchema.Utf8.Span))
            return RecordLayout.Current; // nearly always: thousands of small chunks are opened, and parsing JSON is most of that
        return RecordLayout.Parse(schema)
            ?? throw new DamagedContainerException($"{name} holds other data: its schema is not that of archived Kafka records (timestamp, key, value).");
    }

    private static bool IsDeflate(ContainerHeader header, string name) => header.Text(HeaderKeys.Codec) switch
    {
        "null" => false,
        "deflate" => true,
        null when !header.Metadata.ContainsKey(HeaderKeys.Codec) => false,
        var other => throw new DamagedContainerException($"{name} is compressed with '{other}'; only deflate and null can be read."),
    };

    private DamagedContainerException Damaged(long position, string reason) => DamagedContainerException.At(name, position, reason);
}
