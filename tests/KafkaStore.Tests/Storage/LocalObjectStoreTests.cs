namespace KafkaStore.Tests.Storage;

public sealed class LocalObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override bool KeepsProperties => false;

    protected override async Task<IStagingStore> OpenEmptyStoreAsync() =>
        await LocalObjectStore.OpenAsync(folder.Path, createIfMissing: false);
}

[Collection(SerialTests.Name)]
public sealed class LocalLargeObjectTests : LargeObjectContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override IStagingStore Store => new LocalObjectStore(folder.Path);

    public void Dispose() => folder.Dispose();
}
