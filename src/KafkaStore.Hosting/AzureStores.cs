using KafkaStore.Storage;
using KafkaStore.Storage.Azure;

namespace KafkaStore.Hosting;

/// <summary>Opens buckets of Azure Blob Storage.</summary>
internal static class AzureStores
{
    /// <inheritdoc cref="StoreAdapter.Bucket"/>
    public static string BucketOf(StoreLocation location)
    {
        AzureStoreUrl url = UrlOf(location);
        return $"{url.Service}/{url.Bucket}";
    }

    /// <inheritdoc cref="Stores.OpenForReadingAsync"/>
    public static async Task<IStagingStore> OpenAsync(
        StoreLocation location,
        StoreSettings settings,
        StoreUse use,
        CancellationToken cancellationToken
    )
    {
        var options = new AzureStoreOptions
        {
            Url = UrlOf(location),
            ConnectionString = settings.AzureConnectionString,
            ManagedIdentityClientId = settings.ManagedIdentityClientId,

            // Chunks live for minutes, and the cooler tiers bill for a month.
            AccessTier = use == StoreUse.Archive ? Tier(settings.AzureAccessTier) : null,
        };
        return await AzureStore.OpenAsync(options, cancellationToken);
    }

    private static AzureStoreUrl UrlOf(StoreLocation location) =>
        AzureStoreUrl.TryParse(location.Address, out AzureStoreUrl? url, out string? error) ? url : throw new StoreLocationException(error);

    private static AzureAccessTier? Tier(string? text) =>
        text switch
        {
            null => null,
            _ when Enum.TryParse(text, ignoreCase: true, out AzureAccessTier tier) && Enum.IsDefined(tier) => tier,
            _ => throw new StoreLocationException(
                $"'{text}' is no access tier for archive objects: write Hot, Cool or Cold, or leave it out for the account's default."
            ),
        };
}
