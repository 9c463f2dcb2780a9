using KafkaStore.Avro;
using KafkaStore.Containers;
using KafkaStore.Schemas.Decoding;

namespace KafkaStore.Schemas.Reading;

/// <summary>
/// An Avro object container that another program wrote, such as Event Hubs Capture, read record by record from a stream that
/// needs not seek. Codecs: null, deflate, zstandard, snappy and bzip2. A block must hold just the records that it says.
/// </summary>
public sealed class ForeignContainer : IAsyncDisposable
{
    private static readonly IReadOnlyList<BlockCodec> Codecs = [.. BlockCodec.OfObjects, new SnappyBlocks(), new Bzip2Blocks()];

    private readonly BlockReader blocks;
    private readonly string name;
    private readonly CompiledSchema schema;

    private MemoryStream data = new([]);
    private long left;
    private long records;

    private ForeignContainer(BlockReader blocks, string name)
    {
        (this.blocks, this.name) = (blocks, name);
        schema = SchemaOf(blocks.Header, name);
    }

    /// <summary>As it was written, with the whole schema.</summary>
    public ContainerHeader Header => blocks.Header;

    /// <summary>Reads the header.</summary>
    /// <param name="source">At the container's start; owned from now on, also when this fails.</param>
    /// <exception cref="DamagedContainerException">It is no container, or one that can't be read; one sentence.</exception>
    public static async Task<ForeignContainer> OpenAsync(Stream source, string name, CancellationToken cancellationToken) =>
        await OverAsync(await OpenBlocksAsync(source, name, cancellationToken), name);

    /// <summary>Reads the header of a container that may be anybody's.</summary>
    /// <param name="source">At the container's start; owned from now on, also when this fails.</param>
    /// <exception cref="DamagedContainerException">It is no container; one sentence.</exception>
    public static async Task<BlockReader> OpenBlocksAsync(Stream source, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await BlockReader.OpenAsync(source, name, Codecs, cancellationToken);
        }
        catch (DamagedContainerException e) when (e.Reason is { } reason)
        {
            throw new DamagedContainerException($"{name} is no Avro container: {reason}.", e);
        }
    }

    /// <summary>Goes on after the header.</summary>
    /// <param name="blocks">Owned from now on, also when this fails.</param>
    /// <exception cref="DamagedContainerException">It can't be read; one sentence.</exception>
    public static async Task<ForeignContainer> OverAsync(BlockReader blocks, string name)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        try
        {
            return new ForeignContainer(blocks, name);
        }
        catch
        {
            await blocks.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the next record as a JSON object, as <see cref="AvroValueReader"/> does; false, writing nothing, at the end.</summary>
    /// <exception cref="DamagedContainerException">The container is damaged here; nothing is written.</exception>
    public async ValueTask<bool> WriteNextAsync(Utf8JsonWriter target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        while (left == 0)
        {
            if (!await NextBlockAsync(cancellationToken))
                return false;
        }

        try
        {
            schema.WriteJson(target, data);
        }
        catch (FormatException e)
        {
            throw Damaged(e.Message, e);
        }

        left--;
        records++;
        return true;
    }

    public ValueTask DisposeAsync() => blocks.DisposeAsync();

    private async ValueTask<bool> NextBlockAsync(CancellationToken cancellationToken)
    {
        CheckEnd();
        try
        {
            if (await blocks.ReadAsync(cancellationToken) is not { } stored)
                return false;
            ContainerBlock block = blocks.Unpack(stored);
            data = (MemoryStream)ObjectContent.FromBytes(block.Data).Open();
            left = block.Count;
        }
        catch (DamagedContainerException e) when (e.Reason is { } reason)
        {
            throw Damaged(reason, e);
        }

        if (left - data.Length > BoundedDecoder.MaximumUnpaid)
            throw Damaged($"a block claims {left} records in {data.Length} bytes", null);
        return true;
    }

    // Bytes behind the last record that the block says it has would otherwise be lost without a word.
    private void CheckEnd()
    {
        if (data.Position != data.Length)
            throw Damaged($"the block has {data.Length - data.Position} bytes more than the records that it says it has", null);
    }

    private DamagedContainerException Damaged(string reason, Exception? inner) =>
        new($"{name} is damaged after {records} records, before byte {blocks.Position}: {reason}.", inner);

    private static CompiledSchema SchemaOf(ContainerHeader header, string name)
    {
        if (header.Text(HeaderKeys.Schema) is not { } text)
            throw new DamagedContainerException($"{name} can't be read: its header has no schema.");
        try
        {
            var schema = CompiledSchema.Compile(text, []);
            return schema.Type == "record"
                ? schema
                : throw new DamagedContainerException(
                    $"{name} can't be read: its schema is of a {schema.Type}, where only records are read."
                );
        }
        catch (FormatException e)
        {
            throw new DamagedContainerException(
                e.InnerException is JsonException
                    ? $"{name} can't be read: its schema is none ({e.Message})."
                    : $"{name} can't be read: its schema can't be used ({e.Message}).",
                e
            );
        }
    }
}
