using KafkaStore.Cli.Reader.Formats;

namespace KafkaStore.Tests.Cli;

/// <summary>An archive in memory, and what the reader prints of it.</summary>
internal sealed class ReaderArchive(MemoryObjectStore store)
{
    private static readonly StoreLocation Root = StoreLocation.Local("/archive");

    public MemoryObjectStore Store { get; } = store;

    /// <summary>What was said on standard error.</summary>
    public StringWriter Notes { get; } = new();

    /// <summary>Of the last reading, at its end.</summary>
    public (long Done, long Total) Progress { get; private set; }

    public static ArchivePath Topic { get; } = new(Root, "orders");

    public static ArchivePath Partition(int number) => Topic with { Partition = new TopicPartition("orders", number) };

    public static ArchivePath Object(int partition, long offset) =>
        Partition(partition) with
        {
            Name = new ArchiveName(new TopicPartition("orders", partition), offset),
        };

    /// <summary>One object with these records, the first of which decides its name.</summary>
    public async Task AddAsync(int partition, params Record[] records)
    {
        var name = new ArchiveName(new TopicPartition("orders", partition), records[0].Offset);
        using var body = new ContainerBody(name, ContainerCodec.Deflate(1), new SpoolFile(), 1);
        foreach (Record record in records)
            await body.AppendAsync(RecordEncoding.Encode(record));
        var segment = new SegmentFacts(await body.CompleteAsync(), RollReason.Count, "test", Sha256Hash.FromBytes(new byte[32]));
        await Store.CreateAsync(name.ToString(), new ContainerContent(body, segment.ToMetadata()), default);
    }

    public async Task<string> ReadTextAsync(ArchivePath path, ReaderRequest request) =>
        Encoding.UTF8.GetString(await ReadAsync(path, request));

    public async Task<byte[]> ReadAsync(
        ArchivePath path,
        ReaderRequest request,
        IArchiveEntries? entries = null,
        CancellationToken cancellationToken = default
    )
    {
        var output = new MemoryOutput();
        await ReadAsync(path, request, output, entries, cancellationToken);
        return output.Bytes;
    }

    public async Task ReadAsync(
        ArchivePath path,
        ReaderRequest request,
        IOutput output,
        IArchiveEntries? entries = null,
        CancellationToken cancellationToken = default
    )
    {
        var avro = new AvroValueReader(new StoredSchemas(Store, TimeProvider.System));
        using var key = new BytesMember("key", request.Key, avro);
        using var value = new BytesMember("value", request.Value, avro);
        IRecordFormat format = request.Format switch
        {
            RecordFormat.Avro => new ContainerFormat(path.Topic, path.Partition?.Partition),
            RecordFormat.Raw => new RawFormat(),
            _ => new LineFormat(key, value, path.Partition is null, Notes),
        };
        var reading = new ArchiveReading(
            Store,
            entries ?? new ArchiveLocator(Store),
            path,
            request,
            new RecordPrinter(output, format),
            Notes
        );
        await reading.RunAsync(measure: true, cancellationToken);
        Progress = reading.Progress.Now;
    }
}

/// <summary>Keeps what is written.</summary>
internal sealed class MemoryOutput : IOutput
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    public byte[] Bytes
    {
        get
        {
            lock (bytes)
                return bytes.WrittenSpan.ToArray();
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public void Write(ReadOnlySpan<byte> written)
    {
        lock (bytes)
            bytes.Write(written);
    }
}
