using KafkaStore.Tests.Catalog;

namespace KafkaStore.Tests.App;

public sealed class MemoryCatalogTests : ArchiveCatalogContract
{
    protected override Task<IRebuildableCatalog> CreateAsync() => Task.FromResult<IRebuildableCatalog>(new MemoryCatalog());
}
