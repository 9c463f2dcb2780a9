using AzureSdk = Azure.Storage.Blobs.Models;

namespace KafkaStore.Stores.Tests.Azure;

/// <summary>Azurite knows the archive tier, and takes no time to bring something back.</summary>
public sealed class AzureOfflineObjectContract : OfflineObjectContract
{
    private AzureTestStore opened = null!;

    protected override IStagingStore Store => opened.Store;

    public override async Task InitializeAsync() => opened = await AzureTestStore.OpenAsync();

    public override Task DisposeAsync() => opened.DisposeAsync().AsTask();

    protected override Task MoveOfflineAsync(string name) => SetTierAsync(name, AzureSdk.AccessTier.Archive);

    protected override Task BringBackAsync(string name) => SetTierAsync(name, AzureSdk.AccessTier.Cool);

    private Task SetTierAsync(string name, AzureSdk.AccessTier tier) =>
        opened.Container.GetBlobClient($"archive/{name}").SetAccessTierAsync(tier);
}
