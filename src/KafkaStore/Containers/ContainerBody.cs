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
    // A record of more than this is not copied into a block's memory, nor compressed beside others.
    private const int LargeBlockBytes = 16 * ContainerLimits.BlockBytes;

    private readonly ContainerCodec codec;
    private readonly ReadOnlyMemory<byte> sync;
    private readonly SpoolFile spool;
    private readonly int parallelism;
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SemaphoreSlim? turns;
    private readonly Queue<Task> spooling = new();
    private readonly List<BlockEntry> blocks = [];
    private readonly PendingBlock pending;
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask; // of those that are spooled behind one another
    private bool disposed;

    /// <param name="name">Decides the sync marker.</param>
    /// <param name="spool">Takes the body; owned from now on.</param>
    /// <param name="parallelism">Blocks compressed at a time at most.</param>
    /// <param name="budget">What it has together with others; null for one of few.</param>
    public ContainerBody(ArchiveName name, ContainerCodec codec, SpoolFile spool, int parallelism, BlockBudget? budget = null)
    {
        Name = name;
        this.codec = codec;
        this.spool = spool;
        this.parallelism = Math.Max(1, parallelism);
        turns = budget?.Turns;
        pending = new PendingBlock(budget?.Pieces ?? PieceMemory.WithoutLimit, budget?.Parking, digest);
        sync = SyncMarker.For(name, MessageSchema.Utf8.Span);
    }

    public ArchiveName Name { get; }

    /// <summary>Smaller only in tests, which get blocks of few records so. Default: <see cref="ContainerLimits.BlockBytes"/>.</summary>
    internal int FullBlockBytes { get; init; } = ContainerLimits.BlockBytes;

    public ReadOnlySpan<byte> Sync => sync.Span;

    public ContainerCodec Codec => codec;

    public long Records { get; private set; }

    public long NextOffset { get; private set; }

    /// <summary>Appends a record, whose offset is past all before it; when this returns its bytes are not needed any more.</summary>
    /// <exception cref="RecordTooLargeException">It is larger than <see cref="ContainerLimits.MaximumRecordBytes"/>.</exception>
    public async ValueTask AppendAsync(EncodedRecord record)
    {
        if (record.Offset < Math.Max(Name.BaseOffset, NextOffset))
            throw new InvalidOperationException($"Offset {record.Offset} comes after {NextOffset - 1} in {Name}.");
        if (record.Bytes.Length > ContainerLimits.MaximumRecordBytes)
            throw new RecordTooLargeException(Name.Partition, record.Offset, record.Bytes.Length);
        Records++;
        NextOffset = record.Offset + 1;
        if (pending.Length + record.Bytes.Length < FullBlockBytes)
            pending.Append(record);
        else
            await EndBlockAsync(record);
    }

    /// <summary>Ends the last block; afterwards the body is complete and what the records say is known.</summary>
    public async Task<ContainerFacts> CompleteAsync()
    {
        await SpoolAllAsync();
        if (pending.Length > 0)
            Spool(Compress(pending.End()));

        return ContainerFacts.Of(
            Name,
            Math.Max(NextOffset, Name.BaseOffset),
            Records,
            Sha256Hash.FromBytes(digest.GetHashAndReset()),
            blocks
        );
    }

    public long Length => spool.Length;

    IReadOnlyList<ReadOnlyMemory<byte>>? IContainerBlocks.Pieces => null;

    public Stream OpenRead() => spool.OpenRead();

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            spool.Dispose();
        }

        digest.Dispose();
        pending.Dispose();
    }

    private async ValueTask EndBlockAsync(EncodedRecord record)
    {
        bool isAloneAndLarge = pending.Length == 0 && record.Bytes.Length > LargeBlockBytes;
        if (codec == ContainerCodec.Null)
        {
            Spool(Compress(isAloneAndLarge ? pending.Only(record) : pending.EndWith(record)));
            return;
        }

        if (isAloneAndLarge)
        {
            // Such a record is rare, and so large that waiting for it costs less than another copy.
            FullBlock only = pending.Only(record);
            await SpoolAllAsync();
            if (turns is not null)
                await turns.WaitAsync();
            Spool(await Task.Run(() => CompressInTurn(only)));
            return;
        }

        if (turns is not null)
            await turns.WaitAsync();
        FullBlock full = EndInTurn(record);
        while (spooling.TryPeek(out Task? oldest) && oldest.IsCompleted)
            await spooling.Dequeue();
        last = SpoolBehindAsync(last, Task.Run(() => CompressInTurn(full)));
        spooling.Enqueue(last);
        while (spooling.Count >= parallelism)
            await spooling.Dequeue();
    }

    private async Task SpoolAllAsync()
    {
        while (spooling.TryDequeue(out Task? block))
            await block;
    }

    private FullBlock EndInTurn(EncodedRecord record)
    {
        try
        {
            return pending.EndWith(record);
        }
        catch
        {
            turns?.Release();
            throw;
        }
    }

    private CompressedBlock CompressInTurn(FullBlock block)
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

    private CompressedBlock Compress(FullBlock block)
    {
        MemoryStream memory = CompressionMemory.Take();
        ReadOnlyMemory<byte> data = codec.Compress(block.Bytes, memory);
        if (codec != ContainerCodec.Null)
            block.Dispose();
        return new CompressedBlock(block, data, memory);
    }

    // As soon as it can be, and not with the next record: of many open segments each would hold blocks until then.
    private async Task SpoolBehindAsync(Task before, Task<CompressedBlock> compressing)
    {
        CompressedBlock block = await compressing;
        await before;
        lock (gate)
        {
            if (!disposed)
                Spool(block);
        }
    }

    private void Spool(CompressedBlock block)
    {
        Span<byte> framing = stackalloc byte[BlockFraming.MaximumHeadBytes];
        int length = BlockFraming.WriteHead(framing, block.Source.Figures.Count, block.Data.Length);
        spool.Write(framing[..length]);
        spool.Write(block.Data.Span);
        spool.Write(sync.Span);
        blocks.Add(
            new BlockEntry(
                length + block.Data.Length + sync.Length,
                block.Source.Figures.FirstOffset,
                block.Source.Figures.SmallestTimestamp,
                block.Source.Figures.LargestTimestamp
            )
        );
        block.Source.Dispose();
        CompressionMemory.GiveBack(block.Memory);
    }

    private readonly record struct CompressedBlock(FullBlock Source, ReadOnlyMemory<byte> Data, MemoryStream Memory);
}
