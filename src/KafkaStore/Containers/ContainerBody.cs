using System.Security.Cryptography;
using KafkaStore.Containers.Blocks;
using KafkaStore.Storage.Local;

namespace KafkaStore.Containers;

/// <summary>
/// The body of a container while it is being written: records go in in offset order, full blocks are compressed side by
/// side and spooled in order. The header can only be written afterwards, since it has the digest and the block index.
/// </summary>
public sealed class ContainerBody : IContainerBlocks, IDisposable
{
    private readonly ContainerCodec codec;
    private readonly ReadOnlyMemory<byte> sync;
    private readonly SpoolFile spool;
    private readonly int parallelism;
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SemaphoreSlim? turns;
    private readonly Queue<Task<CompressedBlock>> compressing = new();
    private readonly List<BlockEntry> blocks = [];
    private PendingBlock pending = new();

    /// <param name="name">Decides the sync marker.</param>
    /// <param name="spool">Takes the body; owned from now on.</param>
    /// <param name="parallelism">Blocks compressed at a time at most.</param>
    /// <param name="turns">Waited for before a block is compressed, so that many bodies compress no more at a time than it allows.</param>
    public ContainerBody(ArchiveName name, ContainerCodec codec, SpoolFile spool, int parallelism, SemaphoreSlim? turns = null)
    {
        Name = name;
        this.codec = codec;
        this.spool = spool;
        this.parallelism = Math.Max(1, parallelism);
        this.turns = turns;
        sync = SyncMarker.For(name, MessageSchema.Utf8.Span);
    }

    public ArchiveName Name { get; }

    /// <summary>Smaller only in tests, which get blocks of few records so. Default: <see cref="ContainerLimits.BlockBytes"/>.</summary>
    internal int FullBlockBytes { get; init; } = ContainerLimits.BlockBytes;

    public ReadOnlySpan<byte> Sync => sync.Span;

    public ContainerCodec Codec => codec;

    public long Records { get; private set; }

    public long NextOffset { get; private set; }

    /// <summary>Appends a record, whose offset is past all before it; its bytes are copied.</summary>
    /// <exception cref="RecordTooLargeException">It is larger than <see cref="ContainerLimits.MaximumRecordBytes"/>.</exception>
    public async ValueTask AppendAsync(EncodedRecord record)
    {
        if (record.Offset < Math.Max(Name.BaseOffset, NextOffset))
            throw new InvalidOperationException($"Offset {record.Offset} comes after {NextOffset - 1} in {Name}.");
        if (record.Bytes.Length > ContainerLimits.MaximumRecordBytes)
            throw new RecordTooLargeException(Name.Partition, record.Offset, record.Bytes.Length);
        pending.Append(record);
        Records++;
        NextOffset = record.Offset + 1;
        if (compressing.TryPeek(out Task<CompressedBlock>? oldest) && oldest.IsCompleted)
            Spool(await compressing.Dequeue());
        if (pending.Bytes.Length >= FullBlockBytes)
            await EndBlockAsync();
    }

    /// <summary>Ends the last block; afterwards the body is complete and what the records say is known.</summary>
    public async Task<ContainerFacts> CompleteAsync()
    {
        while (compressing.TryDequeue(out Task<CompressedBlock>? block))
            Spool(await block);
        if (pending.Count > 0)
        {
            digest.AppendData(pending.Bytes.Span);
            Spool(Compress(pending));
            pending = new PendingBlock();
        }

        return ContainerFacts.Of(
            Name,
            Math.Max(NextOffset, Name.BaseOffset),
            Records,
            Sha256Hash.FromBytes(digest.GetHashAndReset()),
            blocks
        );
    }

    public long Length => spool.Length;

    public Stream OpenRead() => spool.OpenRead();

    public void Dispose()
    {
        digest.Dispose();
        spool.Dispose();
        pending.Dispose();
    }

    private async ValueTask EndBlockAsync()
    {
        PendingBlock full = pending;
        pending = new PendingBlock();
        digest.AppendData(full.Bytes.Span);
        if (codec == ContainerCodec.Null)
        {
            Spool(Compress(full));
            return;
        }

        if (turns is not null)
            await turns.WaitAsync();
        compressing.Enqueue(Task.Run(() => CompressInTurn(full)));
        while (compressing.Count >= parallelism)
            Spool(await compressing.Dequeue());
    }

    private CompressedBlock CompressInTurn(PendingBlock block)
    {
        try
        {
            return Compress(block);
        }
        finally
        {
            turns?.Release();
        }
    }

    private CompressedBlock Compress(PendingBlock block)
    {
        MemoryStream memory = CompressionMemory.Take();
        ReadOnlyMemory<byte> data = codec.Compress(block.Bytes, memory);
        if (codec != ContainerCodec.Null)
            block.Dispose(); // where many segments are open, their blocks must not wait for the next record in two forms
        return new CompressedBlock(block, data, memory);
    }

    private void Spool(CompressedBlock block)
    {
        Span<byte> framing = stackalloc byte[BlockFraming.MaximumHeadBytes];
        int length = BlockFraming.WriteHead(framing, block.Source.Count, block.Data.Length);
        spool.Write(framing[..length]);
        spool.Write(block.Data.Span);
        spool.Write(sync.Span);
        blocks.Add(
            new BlockEntry(
                length + block.Data.Length + sync.Length,
                block.Source.FirstOffset,
                block.Source.SmallestTimestamp,
                block.Source.LargestTimestamp
            )
        );
        block.Source.Dispose();
        CompressionMemory.GiveBack(block.Memory);
    }

    private readonly record struct CompressedBlock(PendingBlock Source, ReadOnlyMemory<byte> Data, MemoryStream Memory);
}
