using Google;
using Google.Cloud.Storage.V1;
using StoredObject = Google.Apis.Storage.v1.Data.Object;

namespace KafkaStore.Storage.Gcs;

/// <summary>Finds and deletes single objects.</summary>
internal sealed class GcsObjects(GcsBucket bucket)
{
    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken)
    {
        string fullName = bucket.FullName(name);
        return bucket.CallAsync(GcsAction.Read, () => FindOnceAsync(fullName, cancellationToken), cancellationToken);
    }

    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        string fullName = bucket.FullName(name);
        return bucket.CallAsync(GcsAction.Delete, () => DeleteOnceAsync(fullName, cancellationToken), cancellationToken);
    }

    private async Task<ObjectProperties?> FindOnceAsync(string fullName, CancellationToken cancellationToken)
    {
        try
        {
            StoredObject found = await bucket.Client.GetObjectAsync(
                bucket.Name,
                fullName,
                new GetObjectOptions { RetryOptions = RetryOptions.Never },
                cancellationToken
            );
            return new ObjectProperties((long)found.Size.GetValueOrDefault())
            {
                Md5 = Md5Hash.FromBase64(found.Md5Hash),
                Metadata = GcsMetadata.FromStore(found.Metadata),
            };
        }
        catch (GoogleApiException exception) when (IsObjectMissing(exception))
        {
            return null;
        }
    }

    private async Task<bool> DeleteOnceAsync(string fullName, CancellationToken cancellationToken)
    {
        try
        {
            await bucket.Client.DeleteObjectAsync(
                bucket.Name,
                fullName,
                new DeleteObjectOptions { RetryOptions = RetryOptions.Never },
                cancellationToken
            );
            return true;
        }
        catch (GoogleApiException exception) when (IsObjectMissing(exception))
        {
            return false;
        }
    }

    private static bool IsObjectMissing(GoogleApiException exception) =>
        GcsAnswer.IsNotFound(exception) && !GcsAnswer.IsBucketMissing(exception);
}
