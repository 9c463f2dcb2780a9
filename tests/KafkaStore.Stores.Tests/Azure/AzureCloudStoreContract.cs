namespace KafkaStore.Stores.Tests.Azure;

/// <summary>With limits at which a long object has a megabyte.</summary>
public sealed class AzureCloudStoreContract : CloudStoreContract
{
    private AzureTestStore opened = null!;

    protected override IStagingStore Store => opened.Store;

    protected override int LongBytes => 1_000_000;

    protected override int Races => 10;

    protected override string Unreachable => "refuses connections. Check host and port";

    public override async Task InitializeAsync() => opened = await AzureTestStore.OpenAsync();

    public override Task DisposeAsync() => opened.DisposeAsync().AsTask();

    protected override void CutUploads(int times) =>
        opened.Proxy.Break(new ProxyFault.CutUpload(50_000), request => request.IsUpload, times);

    protected override void DamageUploads(int times) =>
        opened.Proxy.Break(new ProxyFault.FlipBit(50_000), request => request.IsUpload, times);

    protected override void Mend() => opened.Proxy.Fault = null;

    protected override Task StopServerAsync() => opened.Proxy.DisposeAsync().AsTask();

    // Azurite refuses it with another code than the service, which AzureUploadTests has.
    protected override void AssertDamageIsSaid(StorageException exception) => Assert.NotNull(exception.InnerException);
}
