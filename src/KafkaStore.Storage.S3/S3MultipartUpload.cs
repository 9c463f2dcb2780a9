using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace KafkaStore.Storage.S3;

/// <summary>An object on its way in parts. Nobody sees any of them before <see cref="CompleteAsync"/>.</summary>
internal sealed class S3MultipartUpload
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);

    private readonly S3Bucket bucket;
    private readonly string key;
    private readonly string id;
    private readonly List<PartETag> parts = [];

    private S3MultipartUpload(S3Bucket bucket, string key, string id)
    {
        this.bucket = bucket;
        this.key = key;
        this.id = id;
    }

    public static async Task<S3MultipartUpload> StartAsync(
        S3Bucket bucket,
        string key,
        ObjectContent content,
        Md5Hash md5,
        CancellationToken cancellationToken
    )
    {
        S3StoreEncryption encryption = bucket.Options.Encryption;
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = bucket.Name,
            Key = key,
            ServerSideEncryptionMethod = encryption.Method,
            ServerSideEncryptionKeyManagementServiceKeyId = encryption.KeyId,
        };
        S3ObjectFacts.Write(request.Metadata, content, md5);
        InitiateMultipartUploadResponse response = await bucket.Client.InitiateMultipartUploadAsync(request, cancellationToken);
        return new S3MultipartUpload(bucket, key, response.UploadId);
    }

    public async Task AddAsync(ContentPiece piece, CancellationToken cancellationToken)
    {
        int number = parts.Count + 1;
        UploadPartResponse response = await bucket.Client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = bucket.Name,
                Key = key,
                UploadId = id,
                PartNumber = number,
                PartSize = piece.Length,
                InputStream = piece.Open(),
                MD5Digest = piece.Md5.Base64,
                UseChunkEncoding = false,
            },
            cancellationToken
        );
        parts.Add(new PartETag(number, response.ETag));
    }

    /// <summary>Makes the parts an object, unless there is one.</summary>
    public async Task<CreateOutcome> CompleteAsync(CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = bucket.Name,
            Key = key,
            UploadId = id,
            PartETags = parts,
            IfNoneMatch = "*",
        };
        try
        {
            await bucket.Client.CompleteMultipartUploadAsync(request, cancellationToken);
            return CreateOutcome.Created;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return CreateOutcome.AlreadyExists;
        }
    }

    /// <summary>Lets the service drop the parts, also after a cancellation.</summary>
    public async Task AbortAsync()
    {
        using var timeout = new CancellationTokenSource(AbortTimeout);
        try
        {
            var request = new AbortMultipartUploadRequest
            {
                BucketName = bucket.Name,
                Key = key,
                UploadId = id,
            };
            await bucket.Client.AbortMultipartUploadAsync(request, timeout.Token);
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            // Whatever brought us here says more than left-over parts do, and the bucket's lifecycle rule removes those.
        }
    }
}
