using KafkaStore.Catalog;
using KafkaStore.Tests.Catalog;
using KafkaStore.Tests.Support;

namespace KafkaStore.Tests.App;

public sealed class MemoryCatalogTests : ArchiveCatalogContract
{
    protected override Task<IRebuildableCatalog> CreateAsync() => Task.FromResult<IRebuildableCatalog>(new MemoryCatalog());
}
