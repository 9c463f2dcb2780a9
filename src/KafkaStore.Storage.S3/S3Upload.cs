using System.Buffers;
using KafkaStore.Storage.Streams;

namespace KafkaStore.Storage.S3;

/// <summary>An object on its way in parts. Nobody sees any of them before <see cref="CompleteAsync"/>.</summary>
internal sealed class S3Upload(S3Connection connection, string key, string id)
{
    private const int PartBytes = 8 * 1024 * 1024;
    private const int MaximumParts = 10_000;
    private const long Mebibyte = 1024 * 1024;

    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);

    private readonly List<PartETag> parts = [];

    public static async Task<S3Upload> StartAsync(
        S3Connection connection,
        string key,
        ObjectContent content,
        Md5Hash md5,
        CancellationToken cancellationToken
    )
    {
        S3StoreEncryption encryption = connection.Options.Encryption;
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = connection.Bucket,
            Key = key,
            ServerSideEncryptionMethod = encryption.Method,
            ServerSideEncryptionKeyManagementServiceKeyId = encryption.KeyId,
        };
        S3Reading.WriteFacts(request.Metadata, content, md5);
        InitiateMultipartUploadResponse answer = await connection.Client.InitiateMultipartUploadAsync(request, cancellationToken);
        return new S3Upload(connection, key, answer.UploadId);
    }

    /// <summary>Sends all of the content, one part in memory at a time.</summary>
    /// <param name="md5">What it was when it was read for the first time.</param>
    public async Task AddPartsAsync(ObjectContent content, Md5Hash md5, CancellationToken cancellationToken)
    {
        int partBytes = PartBytesOf(content.Length);
        await using var reader = new ContentReader(content);
        do
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(partBytes);
            int length = await S3Creation.ReadAsync(reader.FillAsync(rented.AsMemory(0, partBytes), cancellationToken));
            await AddAsync(rented, length, cancellationToken);

            // Only after a request that went well: a failed or cancelled one may still be reading from it.
            ArrayPool<byte>.Shared.Return(rented);
        } while (reader.RemainingBytes > 0);

        if (reader.HashSoFar() != md5)
            throw new StorageException("The content was not the same when it was read again; nothing was stored.");
    }

    /// <summary>Makes the parts an object, unless there is one.</summary>
    public async Task<CreateOutcome> CompleteAsync(CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = connection.Bucket,
            Key = key,
            UploadId = id,
            PartETags = parts,
            IfNoneMatch = "*",
        };
        try
        {
            await connection.Client.CompleteMultipartUploadAsync(request, cancellationToken);
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
                BucketName = connection.Bucket,
                Key = key,
                UploadId = id,
            };
            await connection.Client.AbortMultipartUploadAsync(request, timeout.Token);
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            // Whatever brought us here says more than left-over parts do, and the bucket's lifecycle rule removes those.
        }
    }

    /// <summary>More than 8 MiB only above 78 GiB, since an object has 10,000 parts at most.</summary>
    internal static int PartBytesOf(long length) =>
        Math.Max(PartBytes, checked((int)((((length + MaximumParts - 1) / MaximumParts) + Mebibyte - 1) / Mebibyte * Mebibyte)));

    private async Task AddAsync(byte[] bytes, int length, CancellationToken cancellationToken)
    {
        int number = parts.Count + 1;
        UploadPartResponse answer = await connection.Client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = connection.Bucket,
                Key = key,
                UploadId = id,
                PartNumber = number,
                PartSize = length,
                InputStream = new MemoryStream(bytes, 0, length, writable: false),
                MD5Digest = Md5Hash.Of(bytes.AsSpan(0, length)).Base64,
                UseChunkEncoding = false,
            },
            cancellationToken
        );
        parts.Add(new PartETag(number, answer.ETag));
    }
}
