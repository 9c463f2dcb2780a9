namespace KafkaStore.Stores.Tests.Azure;

/// <summary>The store on a real Azurite, as it comes but for the size of a page: its objects go in one request each.</summary>
public sealed class AzureBlobStoreContractTests : ObjectStoreContract
{
    protected override int MoreThanAPage => 1_100; // three pages

    protected override async Task<IStagingStore> OpenEmptyStoreAsync()
    {
        Azurite azurite = await Azurite.SharedAsync();
        BlobContainerClient container = await azurite.CreateContainerAsync();
        var options = new AzureStoreOptions
        {
            Url = AzureStoreUrl.Parse($"{azurite.UrlOf(container.Name)}/some/where"),
            ConnectionString = Azurite.ConnectionString,
            // The service puts 5,000 into a page, which Azurite takes long to create.
            Tuning = AzureTuning.Default with
            {
                PageSize = 500,
            },
        };
        return await AzureStore.OpenAsync(options, default);
    }
}

[Collection(SerialTests.Name)]
public sealed class AzureBlobStoreLargeObjectTests : LargeObjectContract, IAsyncLifetime
{
    private AzureTestStore opened = null!;

    protected override IStagingStore Store => opened.Store;

    // Two blocks of 8 MiB and what HTTP takes; no part of it grows with the object.
    protected override long AllocationLimitBytes => 40L * 1024 * 1024;

    public async Task InitializeAsync() => opened = await AzureTestStore.OpenAsync(AzureTuning.Default);

    public Task DisposeAsync() => opened.DisposeAsync().AsTask();
}

/// <summary>The same object in one request, as a segment of the usual size is.</summary>
[Collection(SerialTests.Name)]
public sealed class AzureBlobStoreLargeObjectInOneRequestTests : LargeObjectContract, IAsyncLifetime
{
    private AzureTestStore opened = null!;

    protected override IStagingStore Store => opened.Store;

    public async Task InitializeAsync() =>
        opened = await AzureTestStore.OpenAsync(AzureTuning.Default with { SinglePutBytes = long.MaxValue });

    public Task DisposeAsync() => opened.DisposeAsync().AsTask();
}
