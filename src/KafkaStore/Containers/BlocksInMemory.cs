using KafkaStore.Storage.Streams;

namespace KafkaStore.Containers;

/// <summary>Uncompressed blocks over records where they lie: nothing is copied. As <see cref="ContainerBody"/> makes them.</summary>
internal sealed class BlocksInMemory : IContainerBlocks
{
    private readonly List<ReadOnlyMemory<byte>> pieces = [];
    private readonly List<BlockEntry> blocks = [];
    private readonly byte[] sync;

    /// <param name="name">Decides the sync marker.</param>
    /// <param name="records">Ascending by offset; they must stay as they are while this is read.</param>
    public BlocksInMemory(ArchiveName name, IReadOnlyList<EncodedRecord> records)
    {
        sync = SyncMarker.For(name, MessageSchema.Utf8.Span);
        for (int next = 0; next < records.Count; )
            next = AddBlock(records, next);
        Extent = ContainerExtent.Of(name, records.Count == 0 ? name.BaseOffset : records[^1].Offset + 1, records.Count, blocks);
    }

    public ContainerExtent Extent { get; }

    public ReadOnlySpan<byte> Sync => sync;

    public ContainerCodec Codec => ContainerCodec.Null;

    public long Length { get; private set; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces => pieces;

    public Stream OpenRead() => new PiecesStream(pieces, Length);

    private int AddBlock(IReadOnlyList<EncodedRecord> records, int first)
    {
        var data = new MemoryRuns();
        int size = 0;
        long smallest = long.MaxValue;
        long largest = long.MinValue;
        int next = first;
        while (next < records.Count && size < ContainerLimits.BlockBytes)
        {
            EncodedRecord record = records[next++];
            data.Add(record.Bytes);
            size += record.Bytes.Length;
            smallest = Math.Min(smallest, record.Timestamp);
            largest = Math.Max(largest, record.Timestamp);
        }

        byte[] framing = new byte[BlockFraming.MaximumHeadBytes];
        int framed = BlockFraming.WriteHead(framing, next - first, size);
        pieces.Add(framing.AsMemory(0, framed));
        pieces.AddRange(data.Complete());
        pieces.Add(sync);
        int length = framed + size + sync.Length;
        blocks.Add(new BlockEntry(length, records[first].Offset, smallest, largest));
        Length += length;
        return next;
    }
}
