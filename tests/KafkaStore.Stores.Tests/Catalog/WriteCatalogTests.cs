namespace KafkaStore.Stores.Tests.Catalog;

/// <summary>Lets this build fill the tables of cases that lie below <c>KAFKASTORE_WRITE_FIXTURES</c> already.</summary>
[Collection(MariaDbTests.Name)]
public sealed class WriteCatalogTests(MariaDb server)
{
    [WriteFixturesTheory]
    [InlineData("rolls")]
    [InlineData("original")]
    public async Task TheTablesAreWritten(string name)
    {
        string folder = Path.Combine(FixtureFolder.WriteTo!, name);
        using CatalogFixture fixture = await CatalogFixture.LoadAsync(server, folder, empty: true);
        Assert.True(ArchiveName.TryParse(fixture.Objects[0], out ArchiveName first));
        Assert.True(await fixture.Archive.CatchUpAsync(first.Partition));
        await fixture.Dump.WriteAsync(Path.Combine(folder, CatalogDump.FileName));
    }
}
