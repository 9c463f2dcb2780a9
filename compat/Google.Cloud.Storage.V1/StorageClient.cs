using Google.Api.Gax;
using Google.Apis.Storage.v1;
using Google.Apis.Storage.v1.Data;
using Object = Google.Apis.Storage.v1.Data.Object;

namespace Google.Cloud.Storage.V1;

public abstract class StorageClient : IDisposable
{
    public virtual StorageService Service => throw new NotImplementedException();

    public virtual ObjectsResource.InsertMediaUpload CreateObjectUploader(Object destination, Stream source, UploadObjectOptions options = null) =>
        throw new NotImplementedException();

    public virtual Task DeleteObjectAsync(
        string bucket, string objectName, DeleteObjectOptions options = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual Task<Object> GetObjectAsync(
        string bucket, string objectName, GetObjectOptions options = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    public virtual PagedAsyncEnumerable<Objects, Object> ListObjectsAsync(string bucket, string prefix = null, ListObjectsOptions options = null) =>
        throw new NotImplementedException();

    public virtual void Dispose()
    {
    }
}
