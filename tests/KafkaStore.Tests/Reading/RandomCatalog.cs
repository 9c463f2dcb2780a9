namespace KafkaStore.Tests.Reading;

/// <summary>
/// A catalog of an archive as catalogs come to be: rows that are missing, that say nothing of times, that were made before a
/// successor of the original tool's object was there, that have no object; and it may stop answering on the way.
/// </summary>
internal static class RandomCatalog
{
    public static async Task<CatalogLookup> OverAsync(MemoryObjectStore store, Random random)
    {
        var catalog = new MemoryCatalog { PageOutlines = random.Next(1, 6) };
        int missing = random.Next(4) == 0 ? 100 : random.Next(60);
        foreach (CatalogEntry row in await CatalogRows.OfAsync(store))
        {
            if (random.Next(100) >= missing)
                await catalog.PutAsync([Changed(row, random)], default);
            if (random.Next(10) == 0)
            {
                await catalog.AddAsync(
                    row with
                    {
                        Name = new ArchiveName(row.Name.Partition, row.Name.BaseOffset + random.Next(1, 9)),
                    },
                    default
                );
            }
        }

        int calls = random.Next(3) == 0 ? random.Next(6) : int.MaxValue;
        catalog.Before = _ => calls-- > 0 ? Task.CompletedTask : throw new CatalogUnavailableException("The catalog is away.");
        return new CatalogLookup(catalog, new ArchiveLocator(store), _ => { });
    }

    private static CatalogEntry Changed(CatalogEntry row, Random random) =>
        random.Next(6) switch
        {
            0 => row with { SmallestTimestamp = null, LargestTimestamp = null },
            1 => row with { LargestTimestamp = null },
            2 when row.IsOriginal => row with { NextOffset = row.Name.BaseOffset + row.Records!.Value },
            _ => row,
        };
}
