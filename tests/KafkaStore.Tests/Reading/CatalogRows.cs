namespace KafkaStore.Tests.Reading;

/// <summary>What a catalog should say of a store.</summary>
internal static class CatalogRows
{
    public static async Task<CatalogEntry[]> OfAsync(IObjectReader store)
    {
        var rebuilt = new MemoryCatalog();
        await new CatalogRebuild(new CatalogComparison(store, rebuilt), rebuilt).RunAsync([], default);
        return [.. rebuilt.Entries];
    }
}
