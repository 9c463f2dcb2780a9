using Avro;
using Avro.Generic;
using Avro.IO;
using KafkaStore.Avro;
using KafkaStore.Containers;
using KafkaStore.Schemas.Decoding;

namespace KafkaStore.Schemas.Reading;

/// <summary>
/// An Avro object container that another program wrote, such as Event Hubs Capture, read record by record from a stream that
/// needs not seek. Codecs: null and deflate. A block must hold just the records that it says.
/// </summary>
public sealed class ForeignContainer : IAsyncDisposable
{
    private readonly BlockReader blocks;
    private readonly string name;
    private readonly GenericDatumReader<GenericRecord> reader;
    private readonly AvroJson json;
    private readonly bool isRecursive;

    private MemoryStream data = new([]);
    private BinaryDecoder decoder;
    private long left;
    private long records;

    private ForeignContainer(BlockReader blocks, string name, Schema schema)
    {
        (this.blocks, this.name) = (blocks, name);
        decoder = new BinaryDecoder(data);
        reader = new GenericDatumReader<GenericRecord>(schema, schema);
        json = new AvroJson(schema);
        isRecursive = SchemaWalk.IsRecursive(schema);
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
            return await BlockReader.OpenAsync(source, name, cancellationToken);
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
            return new ForeignContainer(blocks, name, SchemaOf(blocks.Header, name));
        }
        catch (Exception e) when (e is not DamagedContainerException && AvroFailure.IsOne(e))
        {
            await blocks.DisposeAsync();
            throw new DamagedContainerException($"{name} can't be read: {AvroFailure.Reason(e)}.", e);
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

        GenericRecord record = Next();
        if (isRecursive && AvroJson.IsTooDeep(record))
            throw Damaged($"it nests deeper than {AvroJson.MaximumDepth} levels", null);
        json.Write(target, record);
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
            decoder = new BinaryDecoder(data);
            left = block.Count;
        }
        catch (DamagedContainerException e) when (e.Reason is { } reason)
        {
            throw Damaged(reason, e);
        }

        return true;
    }

    private GenericRecord Next()
    {
        try
        {
            GenericRecord record = reader.Read(null!, new BoundedDecoder(decoder));
            left--;
            return record;
        }
        catch (Exception e) when (AvroFailure.IsOne(e))
        {
            throw Damaged(AvroFailure.Reason(e), e);
        }
    }

    // Bytes behind the last record that the block says it has would otherwise be lost without a word.
    private void CheckEnd()
    {
        if (data.Position != data.Length)
            throw Damaged($"the block has {data.Length - data.Position} bytes more than the records that it says it has", null);
    }

    private DamagedContainerException Damaged(string reason, Exception? inner) =>
        new($"{name} is damaged after {records} records, before byte {blocks.Position}: {reason}.", inner);

    private static Schema SchemaOf(ContainerHeader header, string name)
    {
        if (header.Text(HeaderKeys.Schema) is not { } text)
            throw new DamagedContainerException($"{name} can't be read: its header has no schema.");
        try
        {
            var schema = Schema.Parse(AvroSchemaText.ForLibrary(text));
            if (schema is not RecordSchema)
                throw new AvroException($"its schema is of a {schema.Name}, where only records are read");
            if (SchemaWalk.IsEndless(schema))
                throw new AvroException("a record of its schema contains itself");
            return schema;
        }
        catch (JsonException e)
        {
            throw new DamagedContainerException($"{name} can't be read: its schema is none ({AvroFailure.Reason(e)}).", e);
        }
    }
}
