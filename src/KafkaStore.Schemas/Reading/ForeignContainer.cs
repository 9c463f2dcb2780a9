using System.Text;
using System.Text.Json;
using Avro;
using Avro.File;
using Avro.Generic;
using KafkaStore.Avro;
using KafkaStore.Schemas.Decoding;
using KafkaStore.Storage;

namespace KafkaStore.Schemas.Reading;

/// <summary>
/// An Avro object container that another program wrote, such as Event Hubs Capture, read record by record. Codecs: null and
/// deflate.
/// </summary>
public sealed class ForeignContainer : IDisposable
{
    private const int ReadBytes = 128 * 1024;

    private readonly SplicedStream stream;
    private readonly SpoolFile? spool;
    private readonly string name;
    private readonly IFileReader<GenericRecord> reader;
    private readonly AvroJson json;
    private readonly bool isRecursive;
    private long records;

    private ForeignContainer(SplicedStream stream, SpoolFile? spool, string name, ContainerHeader header)
    {
        this.stream = stream;
        this.spool = spool;
        this.name = name;
        Header = header;
        reader = DataFileReader<GenericRecord>.OpenReader(stream, null, (writer, readAs) => new BoundedReader(writer, readAs), leaveOpen: true);
        Schema schema = reader.GetSchema();
        if (schema is not RecordSchema)
            throw new AvroException($"its schema is of a {schema.Name}, where only records are read");
        if (SchemaWalk.IsEndless(schema))
            throw new AvroException("a record of its schema contains itself");
        json = new AvroJson(schema);
        isRecursive = SchemaWalk.IsRecursive(schema);
    }

    /// <summary>As it was written, with the whole schema.</summary>
    public ContainerHeader Header { get; }

    /// <summary>Reads the header. A stream that can't seek is first copied to a temporary file.</summary>
    /// <param name="source">At the container's start; owned from now on, also when this fails.</param>
    /// <param name="name">What error texts call it.</param>
    /// <param name="spoolFolder">For the temporary file; null for the system's.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <exception cref="DamagedContainerException">It is no container, or one that can't be read; one sentence.</exception>
    /// <exception cref="StorageException">The temporary file can't be written.</exception>
    public static async Task<ForeignContainer> OpenAsync(Stream source, string name, string? spoolFolder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        SpoolFile? spool = null;
        Stream body = source;
        try
        {
            if (!source.CanSeek)
            {
                spool = await SpoolAsync(source, spoolFolder, cancellationToken).ConfigureAwait(false);
                body = spool.OpenRead();
                await source.DisposeAsync().ConfigureAwait(false);
            }

            long start = body.Position;
            ContainerHeader header = ReadHeader(body, name);
            return Open(new SplicedStream(ForLibrary(header, name), body, start + header.Length), spool, name, header);
        }
        catch
        {
            await body.DisposeAsync().ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
            spool?.Dispose();
            throw;
        }
    }

    /// <summary>Writes the next record as a JSON object, as <see cref="AvroValueReader"/> does; false, writing nothing, at the end.</summary>
    /// <exception cref="DamagedContainerException">The container is damaged here; nothing is written.</exception>
    public bool WriteNext(Utf8JsonWriter target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (Next() is not { } record)
            return false;
        if (isRecursive && AvroJson.IsTooDeep(record))
            throw Damaged($"it nests deeper than {AvroJson.MaximumDepth} levels", null);
        json.Write(target, record);
        records++;
        return true;
    }

    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
        spool?.Dispose();
    }

    private static ForeignContainer Open(SplicedStream stream, SpoolFile? spool, string name, ContainerHeader header)
    {
        try
        {
            return new ForeignContainer(stream, spool, name, header);
        }
        catch (Exception e) when (AvroFailure.IsOne(e))
        {
            throw new DamagedContainerException($"{name} can't be read: {AvroFailure.Reason(e)}.", e);
        }
    }

    private GenericRecord? Next()
    {
        try
        {
            // The library takes a block without records for the end.
            while (!reader.HasNext())
            {
                if (stream.Position >= stream.Length)
                    return null;
            }

            return reader.Next();
        }
        catch (Exception e) when (AvroFailure.IsOne(e))
        {
            throw Damaged(AvroFailure.Reason(e), e);
        }
    }

    private DamagedContainerException Damaged(string reason, Exception? inner) =>
        new($"{name} is damaged after {records} records, before byte {stream.Position}: {reason}.", inner);

    private static async Task<SpoolFile> SpoolAsync(Stream source, string? folder, CancellationToken cancellationToken)
    {
        var spool = new SpoolFile(folder);
        try
        {
            byte[] piece = new byte[ReadBytes];
            int read;
            while ((read = await source.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
                spool.Write(piece.AsSpan(0, read));
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private static ContainerHeader ReadHeader(Stream body, string name)
    {
        byte[] bytes = new byte[ReadBytes];
        for (int length = 0; ;)
        {
            int read = body.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
            length += read;
            if (ContainerHeader.TryParse(bytes.AsSpan(0, length), out string? problem) is { } header)
                return header;
            if (problem is not null || read == 0 || length >= ContainerHeader.MaximumLength)
                throw new DamagedContainerException($"{name} is no Avro container: {problem ?? "it ends inside its header"}.");
            if (length == bytes.Length)
                Array.Resize(ref bytes, bytes.Length * 2);
        }
    }

    // The header with the schema's text as Apache.Avro takes it.
    private static byte[] ForLibrary(ContainerHeader header, string name)
    {
        if (header.Text("avro.schema") is not { } schema)
            throw new DamagedContainerException($"{name} can't be read: its header has no schema.");
        if (header.Text("avro.codec") is not (null or "null" or "deflate") and var codec)
            throw new DamagedContainerException($"{name} can't be read: it is compressed with {codec}, where only deflate and null are read.");
        try
        {
            var metadata = new Dictionary<string, ReadOnlyMemory<byte>>(header.Metadata) { ["avro.schema"] = Encoding.UTF8.GetBytes(AvroSchemaText.ForLibrary(schema)) };
            return ContainerHeader.Write(metadata, header.Sync.Span);
        }
        catch (JsonException e)
        {
            throw new DamagedContainerException($"{name} can't be read: its schema is none ({AvroFailure.Reason(e)}).", e);
        }
    }

    /// <summary>The generic reader, each record through a <see cref="BoundedDecoder"/> of its own.</summary>
    private sealed class BoundedReader(Schema writerSchema, Schema readerSchema) : DatumReader<GenericRecord>
    {
        private readonly GenericDatumReader<GenericRecord> inner = new(writerSchema, readerSchema);

        public Schema ReaderSchema => readerSchema;

        public Schema WriterSchema => writerSchema;

        public GenericRecord Read(GenericRecord reuse, global::Avro.IO.Decoder decoder) => inner.Read(reuse, new BoundedDecoder(decoder));
    }
}
