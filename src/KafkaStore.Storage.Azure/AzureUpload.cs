using System.Buffers;
using System.Buffers.Binary;
using Azure.Storage;
using Azure.Storage.Blobs.Specialized;
using KafkaStore.Storage.Streams;

namespace KafkaStore.Storage.Azure;

/// <summary>
/// Puts content in blocks, several at once, each with its own checksum. Nothing is to be seen of it before
/// <see cref="CommitAsync"/>; what is never committed the service removes after a week.
/// </summary>
internal sealed class AzureUpload(AzureConnection connection, string name, BlockBlobClient blob, ObjectContent content)
{
    private const int MaximumBlocks = 50_000;

    // Unique to this upload: two writers that shared ids could commit a mixture. All ids of a blob have to be of one
    // length, whichever version of the program made them, so this never changes.
    private readonly Guid upload = Guid.NewGuid();
    private readonly List<string> blocks = [];
    private readonly int blockBytes = (int)
        Math.Max(connection.Options.Tuning.BlockBytes, (content.Length + MaximumBlocks - 1) / MaximumBlocks);

    private Md5Hash md5;

    /// <exception cref="StorageException">The content is longer or shorter than announced.</exception>
    public async Task StageAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        byte[][] memory =
        [
            .. Enumerable.Range(0, connection.Options.Tuning.ParallelBlocks).Select(_ => ArrayPool<byte>.Shared.Rent(blockBytes)),
        ];
        var running = new Task[memory.Length];
        Array.Fill(running, Task.CompletedTask);
        try
        {
            await StageAllAsync(memory, running, stop.Token);
            await Task.WhenAll(running);
        }
        catch
        {
            // The first failure is the one to tell. The memory is left to the collector: a request that failed may still
            // be reading it.
            await stop.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        foreach (byte[] array in memory)
            ArrayPool<byte>.Shared.Return(array);
    }

    /// <summary>Makes the blocks the object, unless there is one by now.</summary>
    public Task CommitAsync(BlobRequestConditions conditions, AccessTier? tier, CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions
        {
            AccessTier = tier,
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders { ContentHash = md5.ToArray() },
            Metadata = new Dictionary<string, string>(content.Metadata),
        };
        return connection.RunAsync(
            StoreAction.Create,
            name,
            () => blob.CommitBlockListAsync(blocks, options, cancellationToken),
            cancellationToken
        );
    }

    private async Task StageAllAsync(byte[][] memory, Task[] running, CancellationToken cancellationToken)
    {
        await using var reader = new ContentReader(content);
        for (int number = 0; reader.RemainingBytes > 0; number++)
        {
            int slot = number % memory.Length;
            await running[slot];
            int length = await reader.FillAsync(memory[slot].AsMemory(0, blockBytes), cancellationToken);
            running[slot] = StageOneAsync(number, memory[slot], length, cancellationToken);
        }

        md5 = reader.HashSoFar();
    }

    private async Task StageOneAsync(int number, byte[] memory, int length, CancellationToken cancellationToken)
    {
        string id = Id(number);
        blocks.Add(id);
        var options = new BlockBlobStageBlockOptions
        {
            TransferValidation = new UploadTransferValidationOptions
            {
                ChecksumAlgorithm = StorageChecksumAlgorithm.MD5,
                PrecalculatedChecksum = Md5Hash.Of(memory.AsSpan(0, length)).ToArray(),
            },
        };
        using var body = new MemoryStream(memory, 0, length, writable: false);
        await connection.RunAsync(
            StoreAction.Create,
            name,
            () => blob.StageBlockAsync(id, body, options, cancellationToken),
            cancellationToken
        );
    }

    private string Id(int number)
    {
        Span<byte> id = stackalloc byte[20];
        upload.TryWriteBytes(id);
        BinaryPrimitives.WriteInt32BigEndian(id[16..], number);
        return Convert.ToBase64String(id);
    }
}
