using KafkaStore.Storage.Streams;

namespace KafkaStore.Storage.S3;

/// <summary>
/// Reads objects and what is kept beside them. An object's MD5 is among its metadata, since the ETag is one only for an object
/// that was put at once and without a KMS key.
/// </summary>
internal sealed class S3Reading(S3Connection connection)
{
    private const string Md5Key = "kafka_md5";
    private const string HeaderPrefix = "x-amz-meta-";

    public static void WriteFacts(MetadataCollection target, ObjectContent content, Md5Hash md5)
    {
        foreach ((string key, string value) in content.Metadata)
            target[key] = value;
        target[Md5Key] = md5.Hex;
    }

    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest { BucketName = connection.Bucket, Key = connection.KeyOf(name) };
        return connection.RunAsync(StoreAction.Find, name, FindOnceAsync, cancellationToken);

        async Task<ObjectProperties?> FindOnceAsync()
        {
            try
            {
                return ReadFacts(await connection.Client.GetObjectMetadataAsync(request, cancellationToken));
            }
            catch (AmazonS3Exception exception)
                when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
            {
                return null;
            }
        }
    }

    /// <param name="range">Not empty.</param>
    public Task<Stream> OpenAsync(string name, ObjectRange range, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = connection.Bucket,
            Key = connection.KeyOf(name),
            ByteRange =
                range.Last is { } last ? new ByteRange(range.From, last)
                : range.From > 0 ? new ByteRange($"bytes={range.From}-")
                : null,
        };
        return connection.RunAsync(StoreAction.Read, name, OpenOnceAsync, cancellationToken);

        async Task<Stream> OpenOnceAsync()
        {
            try
            {
                GetObjectResponse answer = await connection.Client.GetObjectAsync(request, cancellationToken);
                return new AnswerStream(answer, answer.ResponseStream, answer.ContentLength, Translate);
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return Stream.Null;
            }
        }

        Exception? Translate(Exception exception, CancellationToken reading) =>
            S3Failure.IsOne(exception) ? S3Failure.Translate(StoreAction.Read, name, connection.Options, exception, reading) : null;
    }

    private static ObjectProperties ReadFacts(GetObjectMetadataResponse answer)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Md5Hash? md5 = null;
        foreach (string header in answer.Metadata.Keys)
        {
            string key = header.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase) ? header[HeaderPrefix.Length..] : header;
            if (key == Md5Key)
                md5 = Md5Hash.FromHex(answer.Metadata[header]);
            else
                metadata[key] = answer.Metadata[header];
        }

        return new ObjectProperties(answer.ContentLength)
        {
            Md5 = md5 ?? FromETag(answer),
            IsOffline = IsOffline(answer),
            Metadata = metadata,
        };
    }

    // A restored copy of an archived object, which can be read until it expires, leaves its class as it was.
    private static bool IsOffline(GetObjectMetadataResponse answer) =>
        (
            answer.StorageClass == S3StorageClass.Glacier
            || answer.StorageClass == S3StorageClass.DeepArchive
            || answer.ArchiveStatus is not null
        ) && answer.RestoreExpiration is null;

    private static Md5Hash? FromETag(GetObjectMetadataResponse answer)
    {
        bool isPlain =
            answer.ServerSideEncryptionMethod is null
            || answer.ServerSideEncryptionMethod == ServerSideEncryptionMethod.None
            || answer.ServerSideEncryptionMethod == ServerSideEncryptionMethod.AES256;
        bool hasOwnKey = answer.ServerSideEncryptionCustomerMethod is { } method && method != ServerSideEncryptionCustomerMethod.None;
        return isPlain && !hasOwnKey ? Md5Hash.FromHex(answer.ETag?.Trim('"')) : null;
    }
}
