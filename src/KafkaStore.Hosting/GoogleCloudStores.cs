using KafkaStore.Storage;
using KafkaStore.Storage.Gcs;

namespace KafkaStore.Hosting;

/// <summary>Opens buckets of Google Cloud Storage.</summary>
internal static class GoogleCloudStores
{
    /// <inheritdoc cref="Stores.OpenAsync"/>
    public static async Task<IStagingStore> OpenAsync(StoreLocation location, StoreSettings settings, StoreUse use, CancellationToken cancellationToken)
    {
        if (!GcsStoreUrl.TryParse(location.Address, out GcsStoreUrl? url, out string? error))
            throw new StoreLocationException(error);
        var options = new GcsStoreOptions
        {
            Url = url,
            KmsKeyName = settings.GoogleCloudKmsKey,

            // Chunks live for minutes, and the cooler classes bill for a month.
            StorageClass = use == StoreUse.Archive ? settings.GoogleCloudStorageClass?.ToUpperInvariant() : null,
            CredentialsFile = settings.GoogleCloudCredentialsFile,
            ManagedIdentityClientId = settings.ManagedIdentityClientId,
        };
        return use == StoreUse.Reading
            ? await GcsStore.OpenForReadingAsync(options, cancellationToken).ConfigureAwait(false)
            : await GcsStore.OpenAsync(options, cancellationToken).ConfigureAwait(false);
    }
}
