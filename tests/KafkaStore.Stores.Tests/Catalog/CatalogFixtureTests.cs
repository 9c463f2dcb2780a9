namespace KafkaStore.Stores.Tests.Catalog;

/// <summary>Tables that earlier builds filled are read, compared and continued by this one.</summary>
[Collection(MariaDbTests.Name)]
public sealed class CatalogFixtureTests(MariaDb server)
{
    public static TheoryData<string> Cases() =>
        [.. FixtureFolder.Cases.Where(name => File.Exists(Path.Combine(FixtureFolder.Root, name, CatalogDump.FileName)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task EveryRowDescribesItsObject(string name)
    {
        using CatalogFixture fixture = await CatalogFixture.LoadAsync(server, name);
        Assert.Equal(
            fixture.Objects.Select(archived => (archived, CatalogFindingKind.Same)),
            (await fixture.CompareAsync()).Select(finding => (finding.Name.ToString(), finding.Kind))
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ARebuildHasNothingToDoAndOfLostTablesMakesTheSameAgain(string name)
    {
        using CatalogFixture fixture = await CatalogFixture.LoadAsync(server, name);
        IReadOnlyList<string> before = await fixture.Dump.RowsAsync();
        CatalogRebuild rebuild = await fixture.RebuildAsync();
        Assert.Equal((0L, 0L, 0L, (long)fixture.Objects.Count), (rebuild.Added, rebuild.Corrected, rebuild.Removed, rebuild.Same));
        Assert.Equal(before, await fixture.Dump.RowsAsync());

        await fixture.ExecuteAsync("DROP TABLE kafka_store, kafka_store_segments");
        await fixture.Catalog.CreateTablesAsync(default);
        Assert.Equal(fixture.Objects.Count, (await fixture.RebuildAsync()).Added);
        Assert.Equal(before, await fixture.Dump.RowsAsync());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task WhatIsMissingAtTheEndIsAdded(string name)
    {
        using CatalogFixture fixture = await CatalogFixture.LoadAsync(server, name);
        IReadOnlyList<string> before = await fixture.Dump.RowsAsync();
        Assert.True(ArchiveName.TryParse(fixture.Objects[^1], out ArchiveName last));
        foreach (string table in CatalogDump.Tables)
            await fixture.ExecuteAsync($"DELETE FROM {table} WHERE startOffset = {last.BaseOffset}");
        Assert.NotEqual(before, await fixture.Dump.RowsAsync());
        Assert.True(await fixture.Archive.CatchUpAsync(last.Partition));
        Assert.Equal(before, await fixture.Dump.RowsAsync());
        Assert.Empty(fixture.Archive.Differences);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AChangedRowIsReported(string name)
    {
        using CatalogFixture fixture = await CatalogFixture.LoadAsync(server, name);
        await fixture.ExecuteAsync("UPDATE kafka_store_segments SET smallestTimestamp = smallestTimestamp + 1 WHERE startOffset = 0");
        CatalogFinding changed = Assert.Single(await fixture.CompareAsync(), finding => finding.Kind != CatalogFindingKind.Same);
        Assert.Contains("smallestTimestamp is ", changed.ToString());
    }
}
