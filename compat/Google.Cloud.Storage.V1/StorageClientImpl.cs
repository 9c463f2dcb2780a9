using System.Text.RegularExpressions;
using Google.Api.Gax;
using Google.Apis.Storage.v1;
using Google.Apis.Storage.v1.Data;
using Object = Google.Apis.Storage.v1.Data.Object;

namespace Google.Cloud.Storage.V1;

public sealed partial class StorageClientImpl : StorageClient
{
    internal StorageClientImpl(StorageService service) => Service = service;

    public override StorageService Service { get; }

    public override ObjectsResource.InsertMediaUpload CreateObjectUploader(Object destination, Stream source, UploadObjectOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(source);
        if (destination.Name is null || destination.Bucket is null)
            throw new ArgumentException("Object must have a name and bucket", nameof(destination));
        ValidateBucketName(destination.Bucket);
        var upload = new ObjectsResource.InsertMediaUpload(Service, destination, destination.Bucket, source, destination.ContentType)
        {
            IfGenerationMatch = options?.IfGenerationMatch,
            KmsKeyName = options?.KmsKeyName,
        };
        if (options?.ChunkSize is { } chunkSize)
            upload.ChunkSize = chunkSize;
        return upload;
    }

    public override Task DeleteObjectAsync(
        string bucket, string objectName, DeleteObjectOptions options = null, CancellationToken cancellationToken = default)
    {
        ValidateBucketName(bucket);
        ArgumentNullException.ThrowIfNull(objectName);
        ObjectsResource.DeleteRequest request = Service.Objects.Delete(bucket, objectName);

        // Without a generation to match, the real client does not take a deletion for repeatable.
        (options?.RetryOptions ?? RetryOptions.Never).ApplyTo(request);
        return request.ExecuteAsync(cancellationToken);
    }

    public override Task<Object> GetObjectAsync(
        string bucket, string objectName, GetObjectOptions options = null, CancellationToken cancellationToken = default)
    {
        ValidateBucketName(bucket);
        ArgumentNullException.ThrowIfNull(objectName);
        ObjectsResource.GetRequest request = Service.Objects.Get(bucket, objectName);
        (options?.RetryOptions ?? RetryOptions.IdempotentRetryOptions).ApplyTo(request);
        return request.ExecuteAsync(cancellationToken);
    }

    public override PagedAsyncEnumerable<Objects, Object> ListObjectsAsync(string bucket, string prefix = null, ListObjectsOptions options = null)
    {
        ValidateBucketName(bucket);
        return new PagedObjects(() =>
        {
            ObjectsResource.ListRequest request = Service.Objects.List(bucket);
            request.Prefix = prefix;
            request.MaxResults = options?.PageSize;
            request.PageToken = options?.PageToken;
            request.StartOffset = options?.StartOffset;
            request.Fields = options?.Fields;
            (options?.RetryOptions ?? RetryOptions.IdempotentRetryOptions).ApplyTo(request);
            return request;
        });
    }

    public override void Dispose() => Service.Dispose();

    private static void ValidateBucketName(string bucket)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        if (!BucketName().IsMatch(bucket))
            throw new ArgumentException($"Invalid bucket name '{bucket}' - see https://cloud.google.com/storage/docs/bucket-naming", nameof(bucket));
    }

    [GeneratedRegex(@"^[0-9a-z.\-_]{1,222}$")]
    private static partial Regex BucketName();
}
