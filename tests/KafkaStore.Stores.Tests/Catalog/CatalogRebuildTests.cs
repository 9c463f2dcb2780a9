namespace KafkaStore.Stores.Tests.Catalog;

/// <summary>The tables are made again from the store alone, and held against it.</summary>
[Collection(MariaDbTests.Name)]
public sealed class CatalogRebuildTests(MariaDb server)
{
    private static readonly TopicPartition Orders0 = new("orders", 0);
    private static readonly TopicPartition Orders1 = new("orders", 1);

    [Fact]
    public async Task LostTablesAreMadeAgainAsTheyWere()
    {
        (MySqlCatalog catalog, string database) = await CreateAsync();
        using var archive = new SmallArchive(catalog);
        await archive.WriteAsync(Orders0, 130);
        await archive.WriteAsync(Orders1, 3);
        IReadOnlyList<string>[] before = await RowsAsync(database);
        Assert.Equal(133, before[0].Count);
        await server.ExecuteAsync("DROP TABLE kafka_store, kafka_store_segments", database);
        await catalog.CreateTablesAsync(default);
        CatalogRebuild rebuild = await RebuildAsync(archive, catalog);
        Assert.Equal((133L, 0L, 0L, 0L), (rebuild.Added, rebuild.Corrected, rebuild.Removed, rebuild.Same));
        Assert.Equal(before, await RowsAsync(database));
        Assert.Equal(133, (await RebuildAsync(archive, catalog)).Same);
    }

    [Fact]
    public async Task CheckFindsAndRebuildPutsRightWhatWasChanged()
    {
        (MySqlCatalog catalog, string database) = await CreateAsync();
        using var archive = new SmallArchive(catalog);
        await archive.WriteAsync(Orders0, 5);
        IReadOnlyList<string>[] before = await RowsAsync(database);
        await server.ExecuteAsync(
            "DELETE FROM kafka_store WHERE startOffset = 10; DELETE FROM kafka_store_segments WHERE startOffset = 20; UPDATE kafka_store SET md5Hash = '00', byteSize = 7 WHERE startOffset = 30",
            database
        );
        await server.ExecuteAsync(
            "INSERT INTO kafka_store SELECT topic, `partition`, 777, finalOffset, byteSize, md5Hash, `time` FROM kafka_store WHERE startOffset = 0",
            database
        );
        await server.ExecuteAsync(
            "INSERT INTO kafka_store SELECT 'payments', `partition`, startOffset, finalOffset, byteSize, md5Hash, `time` FROM kafka_store WHERE startOffset = 0",
            database
        );
        var found = new List<CatalogFinding>();
        await foreach (CatalogFinding finding in new CatalogComparison(archive.Store, catalog).RunAsync([], default))
            found.Add(finding);
        Assert.Equal(
            [
                (0L, CatalogFindingKind.Same),
                (10, CatalogFindingKind.RowMissing),
                (20, CatalogFindingKind.RowDiffers),
                (30, CatalogFindingKind.RowDiffers),
                (40, CatalogFindingKind.Same),
                (777, CatalogFindingKind.ObjectMissing),
            ],
            found.Select(finding => (finding.Name.BaseOffset, finding.Kind))
        );
        Assert.Contains("byteSize is 7 in the catalog", found[3].ToString());

        CatalogRebuild rebuild = await RebuildAsync(archive, catalog);
        Assert.Equal((1L, 2L, 1L, 2L), (rebuild.Added, rebuild.Corrected, rebuild.Removed, rebuild.Same));
        await server.ExecuteAsync("DELETE FROM kafka_store WHERE topic = 'payments'", database); // another archive's, which stayed
        Assert.Equal(before, await RowsAsync(database));
    }

    [Fact]
    public async Task ADamagedObjectIsNamedAndItsRowStays()
    {
        (MySqlCatalog catalog, _) = await CreateAsync();
        using var archive = new SmallArchive(catalog);
        await archive.WriteAsync(Orders0, 3);
        string name = archive.Store.Names[1];
        archive.Store.Replace(name, archive.Store.BytesOf(name)[..^3]);
        CatalogRebuild rebuild = await RebuildAsync(archive, catalog);
        Assert.Contains(name, Assert.Single(rebuild.Damaged).ToString());
        Assert.Equal(2, rebuild.Same);
        Assert.Equal(0, rebuild.Removed);
    }

    [Fact]
    public async Task ATopicThatTheTablesCannotHoldIsNamedAndTheOthersAreRebuilt()
    {
        (MySqlCatalog catalog, _) = await CreateAsync();
        using var archive = new SmallArchive();
        await archive.WriteAsync(new TopicPartition(new string('a', 200), 0), 3);
        await archive.WriteAsync(Orders0, 3);
        CatalogRebuild rebuild = await RebuildAsync(archive, catalog);
        Assert.Single(rebuild.Refused);
        Assert.Equal(3, rebuild.Added);
    }

    private static async Task<CatalogRebuild> RebuildAsync(SmallArchive archive, MySqlCatalog catalog)
    {
        var rebuild = new CatalogRebuild(new CatalogComparison(archive.Store, catalog), catalog);
        await rebuild.RunAsync([], default);
        return rebuild;
    }

    private async Task<IReadOnlyList<string>[]> RowsAsync(string database) =>
        [
            await server.QueryAsync("SELECT * FROM kafka_store ORDER BY 1, 2, 3", database),
            await server.QueryAsync("SELECT * FROM kafka_store_segments ORDER BY 1, 2, 3", database),
        ];

    private async Task<(MySqlCatalog Catalog, string Database)> CreateAsync()
    {
        string url = await server.CreateDatabaseAsync();
        var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        await catalog.CreateTablesAsync(default);
        return (catalog, url[(url.LastIndexOf('/') + 1)..]);
    }
}
