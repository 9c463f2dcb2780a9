using System.Globalization;
using Avro.Generic;
using Avro.IO;

namespace Avro.File;

/// <summary>Reads an object container from start to end.</summary>
public class DataFileReader<T> : IFileReader<T>
{
    private readonly Stream stream;
    private readonly bool leaveOpen;
    private readonly Header header = new();
    private readonly DatumReader<T> datumReader;
    private readonly Func<byte[], int, byte[]> decompress;
    private Decoder decoder;
    private Decoder block;
    private long blockStart;
    private long remaining;

    private DataFileReader(Stream stream, Schema readerSchema, CreateDatumReader datumReaderFactory, bool leaveOpen)
    {
        this.stream = stream;
        this.leaveOpen = leaveOpen;
        decoder = new BinaryDecoder(stream);
        ReadMagic();
        for (long count = decoder.ReadMapStart(); count != 0; count = decoder.ReadMapNext())
        {
            for (; count > 0; count--)
                header.MetaData.Add(decoder.ReadString(), decoder.ReadBytes());
        }

        decoder.ReadFixed(header.SyncData);
        header.Schema = Schema.Parse(GetMetaString(DataFileConstants.MetaDataSchema));
        datumReader = datumReaderFactory(header.Schema, readerSchema ?? header.Schema);
        decompress = BlockCodec.Find(GetMetaString(DataFileConstants.MetaDataCodec));
        NoteBlockStart();
    }

    public delegate DatumReader<T> CreateDatumReader(Schema writerSchema, Schema readerSchema);

    public IEnumerable<T> NextEntries
    {
        get
        {
            while (HasNext())
                yield return Next();
        }
    }

    public static IFileReader<T> OpenReader(Stream inStream) => OpenReader(inStream, null);

    public static IFileReader<T> OpenReader(Stream inStream, Schema readerSchema) => OpenReader(inStream, readerSchema, NewReader, false);

    public static IFileReader<T> OpenReader(Stream inStream, Schema readerSchema, CreateDatumReader datumReaderFactory, bool leaveOpen) =>
        new DataFileReader<T>(inStream, readerSchema, datumReaderFactory, leaveOpen);

    public Header GetHeader() => header;

    public Schema GetSchema() => header.Schema;

    public ICollection<string> GetMetaKeys() => header.MetaData.Keys;

    public byte[] GetMeta(string key) => header.MetaData.TryGetValue(key, out byte[] value) ? value : null;

    public long GetMetaLong(string key) => long.Parse(GetMetaString(key), CultureInfo.InvariantCulture);

    public string GetMetaString(string key) => GetMeta(key) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    /// <summary>False at the end, and after a block that says it has no entries.</summary>
    public bool HasNext()
    {
        try
        {
            if (remaining == 0 && BeginBlock())
                block = new BinaryDecoder(new MemoryStream(ReadBlock()));
            return remaining != 0;
        }
        catch (Exception e)
        {
            throw new AvroRuntimeException($"Error fetching next object from block: {e}");
        }
    }

    public T Next()
    {
        try
        {
            if (!HasNext())
                throw new AvroRuntimeException("No more datum objects remaining in block!");
            T datum = datumReader.Read(default, block);
            if (--remaining == 0)
                NoteBlockStart();
            return datum;
        }
        catch (Exception e)
        {
            throw new AvroRuntimeException($"Error fetching next object from block: {e}");
        }
    }

    public void Seek(long position)
    {
        ThrowIfNotSeekable();
        stream.Position = position;
        decoder = new BinaryDecoder(stream);
        block = null;
        remaining = 0;
        blockStart = position;
    }

    public void Sync(long position)
    {
        Seek(position);
        byte[] found = new byte[DataFileConstants.SyncSize];
        for (long at = position; ; at++)
        {
            stream.Position = at;
            if (stream.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) < found.Length || found.AsSpan().SequenceEqual(header.SyncData))
                break;
        }

        blockStart = stream.Position;
    }

    public bool PastSync(long position) => blockStart >= position + DataFileConstants.SyncSize || blockStart >= stream.Length;

    public long PreviousSync()
    {
        ThrowIfNotSeekable();
        return blockStart;
    }

    public long Tell() => stream.Position;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!leaveOpen)
            stream.Dispose();
    }

    private static DatumReader<T> NewReader(Schema writerSchema, Schema readerSchema) => new GenericDatumReader<T>(writerSchema, readerSchema);

    private void ReadMagic()
    {
        byte[] magic = new byte[DataFileConstants.Magic.Length];
        try
        {
            decoder.ReadFixed(magic);
        }
        catch (Exception e)
        {
            throw new AvroRuntimeException("Not a valid data file!", e);
        }

        if (!magic.AsSpan().SequenceEqual(DataFileConstants.Magic))
            throw new AvroRuntimeException("Not a valid data file!");
    }

    private bool BeginBlock()
    {
        if (stream.CanSeek && stream.Position >= stream.Length)
            return false;
        try
        {
            remaining = decoder.ReadLong();
            return true;
        }
        catch (AvroException) when (!stream.CanSeek)
        {
            return false; // only reading tells where such a stream ends
        }
    }

    private byte[] ReadBlock()
    {
        long size = decoder.ReadLong();
        if (size is > int.MaxValue or < 0)
            throw new AvroRuntimeException("Block size invalid or too large for this implementation: " + size);
        byte[] bytes = new byte[size];
        decoder.ReadFixed(bytes);
        byte[] sync = new byte[DataFileConstants.SyncSize];
        decoder.ReadFixed(sync);
        if (!sync.AsSpan().SequenceEqual(header.SyncData))
            throw new AvroRuntimeException("Invalid sync!");
        return decompress(bytes, (int)size);
    }

    private void NoteBlockStart()
    {
        if (stream.CanSeek)
            blockStart = stream.Position;
    }

    private void ThrowIfNotSeekable()
    {
        if (!stream.CanSeek)
            throw new AvroRuntimeException("Not a valid input stream - must be seekable!");
    }
}
