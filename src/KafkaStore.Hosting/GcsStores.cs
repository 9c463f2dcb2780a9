using KafkaStore.Storage;
using KafkaStore.Storage.Gcs;

namespace KafkaStore.Hosting;

/// <summary>Opens buckets of Google Cloud Storage.</summary>
internal static class GcsStores
{
    /// <inheritdoc cref="StoreAdapter.Bucket"/>
    public static string BucketOf(StoreLocation location) => UrlOf(location).Bucket;

    /// <inheritdoc cref="Stores.OpenForReadingAsync"/>
    public static async Task<IStagingStore> OpenAsync(
        StoreLocation location,
        StoreSettings settings,
        StoreUse use,
        CancellationToken cancellationToken
    )
    {
        if (settings is { GoogleCloudCredentials: not null, GoogleCloudCredentialsFile: not null })
        {
            throw new StoreLocationException(
                "KafkaStore__GoogleCloudCredentials and KafkaStore__GoogleCloudCredentialsFile are both set: leave one of them empty."
            );
        }

        var options = new GcsStoreOptions
        {
            Url = UrlOf(location),
            KmsKeyName = settings.GoogleCloudKmsKey,

            // Chunks live for minutes, and the cooler classes bill for a month.
            StorageClass = use == StoreUse.Archive ? settings.GoogleCloudStorageClass?.ToUpperInvariant() : null,
            CredentialsFile = settings.GoogleCloudCredentialsFile,
            ExternalAccount = settings.GoogleCloudCredentials,
            ManagedIdentityClientId = settings.ManagedIdentityClientId,
        };
        return use == StoreUse.Reading
            ? await GcsStore.OpenForReadingAsync(options, cancellationToken)
            : await GcsStore.OpenAsync(options, cancellationToken);
    }

    private static GcsStoreUrl UrlOf(StoreLocation location) =>
        GcsStoreUrl.TryParse(location.Address, out GcsStoreUrl? url, out string? error) ? url : throw new StoreLocationException(error);
}
