using Azure.Storage;
using Azure.Storage.Blobs.Specialized;
using KafkaStore.Storage.Streams;

namespace KafkaStore.Storage.Azure;

/// <summary>Creates one object if there is none of its name: in one request, or in blocks where it is long.</summary>
internal sealed class AzureCreation(AzureConnection connection, AzureReading reading)
{
    // Somebody who deletes the object between our refusal and our look, or blocks that the service has dropped; more often
    // than that is a fault.
    private const int MaximumTries = 3;

    private static readonly BlobRequestConditions OnlyIfAbsent = new() { IfNoneMatch = ETag.All };

    private readonly AccessTier? accessTier = connection.Options.AccessTier switch
    {
        AzureAccessTier.Hot => AccessTier.Hot,
        AzureAccessTier.Cool => AccessTier.Cool,
        AzureAccessTier.Cold => AccessTier.Cold,
        _ => (AccessTier?)null,
    };

    public async Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        BlockBlobClient blob = connection.Client.GetBlockBlobClient(connection.KeyOf(name));
        bool inBlocks = content.Length > connection.Options.Tuning.SinglePutBytes;

        // An earlier try may have made it; sending it all again only to be refused takes long.
        if (inBlocks && await reading.FindAsync(name, cancellationToken) is not null)
            return CreateOutcome.AlreadyExists;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await (
                    inBlocks ? PutBlocksAsync(name, blob, content, cancellationToken) : PutAsync(name, blob, content, cancellationToken)
                );
                return CreateOutcome.Created;
            }
            catch (StorageException refused) when (AzureFailure.MayMeanExists(refused))
            {
                // A policy, a role or another writer's commit refuses in its own words what exists already.
                if (await reading.FindAsync(name, cancellationToken) is not null)
                    return CreateOutcome.AlreadyExists;
                if (attempt == MaximumTries || !AzureFailure.MayPassAtOnce(refused))
                    throw;

                // To Azurite an upload that was never committed counts as existing, but not where it is committed.
                inBlocks = content.Length > 0;
            }
        }
    }

    private async Task PutAsync(string name, BlockBlobClient blob, ObjectContent content, CancellationToken cancellationToken)
    {
        Md5Hash md5 = await content.GetMd5Async(cancellationToken);
        await using var stream = new ContentStream(content);
        var options = new BlobUploadOptions
        {
            AccessTier = accessTier,
            Conditions = OnlyIfAbsent,

            // Of a whole block blob the service checks it, and keeps it.
            HttpHeaders = new BlobHttpHeaders { ContentHash = md5.ToArray() },
            Metadata = new Dictionary<string, string>(content.Metadata),

            // Everything below this length goes in one request, as it is read.
            TransferOptions = new StorageTransferOptions { InitialTransferSize = content.Length + 1 },
        };
        try
        {
            await connection.RunAsync(
                StoreAction.Create,
                name,
                () => blob.UploadAsync(stream, options, cancellationToken),
                cancellationToken
            );
        }
        catch
        {
            stream.ThrowIfContentFailed();
            throw;
        }
    }

    private async Task PutBlocksAsync(string name, BlockBlobClient blob, ObjectContent content, CancellationToken cancellationToken)
    {
        var upload = new AzureUpload(connection, name, blob, content);
        await upload.StageAsync(cancellationToken);
        await upload.CommitAsync(OnlyIfAbsent, accessTier, cancellationToken);
    }
}
