namespace KafkaStore.Tests.Storage;

public sealed class MemoryObjectStoreTests : ObjectStoreContract
{
    protected override bool KeepsProperties => false;

    protected override Task<IStagingStore> OpenEmptyStoreAsync() => Task.FromResult<IStagingStore>(new MemoryObjectStore());
}
