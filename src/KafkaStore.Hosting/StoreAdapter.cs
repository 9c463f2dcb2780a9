using KafkaStore.Storage;
using KafkaStore.Storage.Files;
using KafkaStore.Storage.Local;

namespace KafkaStore.Hosting;

/// <summary>What hosts have to know of a kind of store. One row for each kind: the one place that knows all adapters.</summary>
/// <param name="Schemes">Of its URLs, in lower case.</param>
/// <param name="Example">What to write where one is wanted.</param>
internal sealed record StoreAdapter(StoreKind Kind, IReadOnlyList<string> Schemes, string Example)
{
    public static IReadOnlyList<StoreAdapter> All { get; } =
    [
        new(StoreKind.Local, [StoreLocation.FileScheme], "a folder") { Bucket = location => location.Address, Open = OpenLocalAsync },
        new(StoreKind.Azure, ["https", "http"], "https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX")
        {
            Bucket = AzureStores.BucketOf,
            Open = AzureStores.OpenAsync,
        },
        new(StoreKind.Gcs, ["gs"], "gs://BUCKET/PREFIX") { Bucket = GcsStores.BucketOf, Open = GcsStores.OpenAsync },
        new(StoreKind.S3, ["s3"], "s3://BUCKET/PREFIX") { Bucket = S3Stores.BucketOf, Open = S3Stores.OpenAsync },
    ];

    /// <summary>Which bucket, and folder for folder, a store is in, as text that can be compared.</summary>
    public required Func<StoreLocation, string> Bucket { get; init; }

    /// <inheritdoc cref="Stores.OpenForReadingAsync"/>
    public required Func<StoreLocation, StoreSettings, StoreUse, CancellationToken, Task<IStagingStore>> Open { get; init; }

    public static StoreAdapter Of(StoreKind kind) => All.Single(adapter => adapter.Kind == kind);

    private static async Task<IStagingStore> OpenLocalAsync(
        StoreLocation location,
        StoreSettings settings,
        StoreUse use,
        CancellationToken cancellationToken
    )
    {
        if (use == StoreUse.Reading)
            return LocalObjectStore.OpenForReading(location.Address);
        Audience audience = use == StoreUse.Staging ? Audience.OwnerAlone : Audience.AsUmaskSays;
        LocalObjectStore store = await LocalObjectStore.OpenAsync(location.Address, createIfMissing: true, audience: audience);
        await store.SweepAbandonedAsync(cancellationToken);
        return store;
    }
}
