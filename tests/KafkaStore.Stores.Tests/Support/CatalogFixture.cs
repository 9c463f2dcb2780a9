namespace KafkaStore.Stores.Tests.Support;

/// <summary>A case's archive in memory, and its tables in a database of the test's own.</summary>
internal sealed class CatalogFixture : IDisposable
{
    private readonly MariaDb server;
    private readonly string database;

    private CatalogFixture(MariaDb server, string url, FixtureFacts facts)
    {
        (this.server, database) = (server, url[(url.LastIndexOf('/') + 1)..]);
        Objects = [.. facts.Partitions.SelectMany(partition => partition.Objects).Select(archived => archived.Name)];
        Catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        Archive = new SmallArchive(Catalog);
        Dump = new CatalogDump(server, database);
    }

    public SmallArchive Archive { get; }

    public MySqlCatalog Catalog { get; }

    public CatalogDump Dump { get; }

    /// <summary>Names of the archive's objects.</summary>
    public IReadOnlyList<string> Objects { get; }

    /// <param name="server">Takes the tables.</param>
    /// <param name="name">As <c>v0/rolls</c>.</param>
    /// <param name="empty">Make empty tables in place of those that were kept.</param>
    public static async Task<CatalogFixture> LoadAsync(MariaDb server, string name, bool empty = false)
    {
        using var copy = new FixtureCopy(name);
        var fixture = new CatalogFixture(server, await server.CreateDatabaseAsync(), copy.Facts);
        MemoryObjectStore archive = await copy.LoadAsync(FixtureCopy.ArchiveFolder);
        foreach (string each in archive.Names)
            fixture.Archive.Store.Replace(each, archive.BytesOf(each));
        if (empty)
            await fixture.Catalog.CreateTablesAsync(default);
        else
            await fixture.ExecuteAsync(await File.ReadAllTextAsync(copy.PathOf(CatalogDump.FileName)));
        return fixture;
    }

    public Task ExecuteAsync(string sql) => server.ExecuteAsync(sql, database);

    public async Task<IReadOnlyList<CatalogFinding>> CompareAsync()
    {
        var findings = new List<CatalogFinding>();
        await foreach (CatalogFinding finding in new CatalogComparison(Archive.Store, Catalog).RunAsync([], default))
            findings.Add(finding);
        return findings;
    }

    public async Task<CatalogRebuild> RebuildAsync()
    {
        var rebuild = new CatalogRebuild(new CatalogComparison(Archive.Store, Catalog), Catalog);
        await rebuild.RunAsync([], default);
        return rebuild;
    }

    public void Dispose()
    {
        Archive.Dispose();
        Catalog.Dispose();
    }
}
