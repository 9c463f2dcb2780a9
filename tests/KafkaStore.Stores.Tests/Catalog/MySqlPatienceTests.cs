namespace KafkaStore.Stores.Tests.Catalog;

/// <summary>With locks. A trigger counts the tries and refuses as many of them as it is told, with the error that it is told.</summary>
[Collection(MariaDbTests.Name)]
public sealed class MySqlPatienceTests(MariaDb server)
{
    private static readonly CatalogEntry Entry = new(
        new ArchiveName(new TopicPartition("orders", 0), 0),
        10,
        99,
        new Md5Hash(new byte[16])
    );

    [Theory]
    [InlineData(1213, 3, true)]
    [InlineData(1213, 4, false)]
    [InlineData(1205, 3, true)]
    [InlineData(1205, 4, false)]
    public async Task ALockIsMetWithFourTries(int error, int refusals, bool works)
    {
        var clock = new QuickClock();
        using MySqlCatalog catalog = await OpenAsync(clock, error, refusals);
        if (works)
        {
            Assert.Null(await catalog.AddAsync(Entry, default));
        }
        else
        {
            await Fails.SayingAsync<CatalogUnavailableException>("keeps its rows locked", () => catalog.AddAsync(Entry, default));
        }

        Assert.Equal("4", await TriesAsync(catalog));
        Assert.Equal(3, clock.Waits.Count);
        Assert.All(clock.Waits.Zip([100, 200, 400]), wait => Assert.InRange(wait.First.TotalMilliseconds, wait.Second / 2, wait.Second));
    }

    [Theory]
    [InlineData(1142)] // denied
    [InlineData(1054)] // no such column
    [InlineData(1114)] // the table is full
    public async Task WhatIsNoLockIsNotTriedAgain(int error)
    {
        var clock = new QuickClock();
        using MySqlCatalog catalog = await OpenAsync(clock, error, 9);
        await Assert.ThrowsAnyAsync<CatalogException>(() => catalog.AddAsync(Entry, default));
        Assert.Equal("1", await TriesAsync(catalog));
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task CancellingEndsTheWaitForAnotherTry()
    {
        var clock = new QuickClock { EndsWaits = false };
        using MySqlCatalog catalog = await OpenAsync(clock, 1213, 9);
        using var cancellation = new CancellationTokenSource();
        Task adding = catalog.AddAsync(Entry, cancellation.Token);
        await clock.Waiting;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.Equal("1", await TriesAsync(catalog));
    }

    private async Task<MySqlCatalog> OpenAsync(QuickClock clock, int error, int refusals)
    {
        string url = await server.CreateDatabaseAsync();
        var catalog = new MySqlCatalog(
            MySqlCatalogUrl.Parse(url, null),
            MySqlCatalog.DefaultTimeLimit,
            MySqlSession.DefaultPatience.On(clock)
        );
        await catalog.CreateTablesAsync(default);
        string database = url[(url.LastIndexOf('/') + 1)..];

        // Its engine keeps what a statement did that failed.
        await server.ExecuteAsync("CREATE TABLE tries (n int NOT NULL) ENGINE=MyISAM", database);
        await server.ExecuteAsync("INSERT INTO tries VALUES (0)", database);
        await server.ExecuteAsync(
            $"""
            CREATE TRIGGER refuse BEFORE INSERT ON kafka_store FOR EACH ROW BEGIN
              UPDATE tries SET n = n + 1;
              IF (SELECT n FROM tries) <= {refusals} THEN SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = {error}, MESSAGE_TEXT = 'Not now'; END IF;
            END
            """,
            database
        );
        return catalog;
    }

    private async Task<string> TriesAsync(MySqlCatalog catalog) =>
        Assert.Single(await server.QueryAsync("SELECT n FROM tries", catalog.DisplayName[(catalog.DisplayName.LastIndexOf('/') + 1)..]));
}
