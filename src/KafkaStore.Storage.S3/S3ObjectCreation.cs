using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace KafkaStore.Storage.S3;

/// <summary>Creates one object if there is none of that name: at once, or in parts where it is large.</summary>
internal sealed class S3ObjectCreation(S3Bucket bucket)
{
    internal const long MaximumBytesAtOnce = 16 * 1024 * 1024;
    internal const int PartBytes = 8 * 1024 * 1024;

    private const int MaximumParts = 10_000;
    private const long Mebibyte = 1024 * 1024;

    public async Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        string key = bucket.KeyOf(name);
        bool again = false;
        try
        {
            return await bucket.Options.Patience.RunAsync(CreateOnceAsync, S3Failure.MayPass, cancellationToken);
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw bucket.Translate("create", name, exception, cancellationToken);
        }

        async Task<CreateOutcome> CreateOnceAsync(CancellationToken token)
        {
            if (content.Length <= MaximumBytesAtOnce)
                return await CreateAtOnceAsync(key, content, token);

            // Whoever got in the way may have created it meanwhile, or an earlier try did whose answer was lost.
            if (again && await S3ObjectFacts.FindAsync(bucket, name, token) is not null)
                return CreateOutcome.AlreadyExists;
            again = true;
            return await CreateInPartsAsync(key, content, token);
        }
    }

    internal async Task<CreateOutcome> CreateAtOnceAsync(string key, ObjectContent content, CancellationToken cancellationToken)
    {
        ContentPiece piece = await ReadWholeAsync(content, cancellationToken);
        S3StoreEncryption encryption = bucket.Options.Encryption;
        var request = new PutObjectRequest
        {
            BucketName = bucket.Name,
            Key = key,
            InputStream = piece.Open(),
            MD5Digest = piece.Md5.Base64,
            IfNoneMatch = "*",
            UseChunkEncoding = false,
            ServerSideEncryptionMethod = encryption.Method,
            ServerSideEncryptionKeyManagementServiceKeyId = encryption.KeyId,
        };
        S3ObjectFacts.Write(request.Metadata, content, piece.Md5);
        try
        {
            await bucket.Client.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return CreateOutcome.AlreadyExists;
        }

        piece.Return();
        return CreateOutcome.Created;
    }

    internal async Task<CreateOutcome> CreateInPartsAsync(string key, ObjectContent content, CancellationToken cancellationToken)
    {
        Md5Hash md5 = await ContentReader.HashAsync(content, cancellationToken);
        S3MultipartUpload upload = await S3MultipartUpload.StartAsync(bucket, key, content, md5, cancellationToken);
        CreateOutcome outcome = CreateOutcome.AlreadyExists;
        try
        {
            await AddPartsAsync(upload, content, md5, cancellationToken);
            outcome = await upload.CompleteAsync(cancellationToken);
        }
        finally
        {
            if (outcome != CreateOutcome.Created)
                await upload.AbortAsync();
        }

        return outcome;
    }

    private static async Task AddPartsAsync(
        S3MultipartUpload upload,
        ObjectContent content,
        Md5Hash md5,
        CancellationToken cancellationToken
    )
    {
        int partBytes = PartBytesOf(content.Length);
        await using var reader = new ContentReader(content);
        do
        {
            ContentPiece piece = await reader.ReadAsync(partBytes, cancellationToken);
            await upload.AddAsync(piece, cancellationToken);
            piece.Return();
        } while (reader.RemainingBytes > 0);

        if (reader.HashSoFar() != md5)
            throw new StorageException("The content was not the same when it was read again; nothing was stored.");
    }

    /// <summary>More than 8 MiB only above 78 GiB, since an object has 10,000 parts at most.</summary>
    internal static int PartBytesOf(long length) =>
        Math.Max(PartBytes, checked((int)((((length + MaximumParts - 1) / MaximumParts) + Mebibyte - 1) / Mebibyte * Mebibyte)));

    private static async Task<ContentPiece> ReadWholeAsync(ObjectContent content, CancellationToken cancellationToken)
    {
        await using var reader = new ContentReader(content);
        return await reader.ReadAsync((int)MaximumBytesAtOnce, cancellationToken);
    }
}
