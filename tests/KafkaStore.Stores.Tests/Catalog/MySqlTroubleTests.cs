namespace KafkaStore.Stores.Tests.Catalog;

/// <summary>Everything that can be wrong with a server, its tables and its URL is said in one sentence with its remedy.</summary>
[Collection(MariaDbTests.Name)]
public sealed class MySqlTroubleTests(MariaDb server)
{
    private static readonly TopicPartition Orders0 = new("orders", 0);

    [Fact]
    public async Task MissingTablesNameTheCommandThatCreatesThem()
    {
        string message = await RefusedAsync(await server.CreateDatabaseAsync());
        Assert.Contains("'kafka-store catalog create'", message);
    }

    [Fact]
    public async Task AMissingSecondTableIsMissingToo()
    {
        (string url, string database) = await WithTablesAsync();
        await server.ExecuteAsync("DROP TABLE kafka_store_segments", database);
        Assert.Contains("kafka_store_segments", await RefusedAsync(url));
    }

    [Theory]
    [InlineData("DROP COLUMN finalOffset", "finalOffset is missing")]
    [InlineData("MODIFY byteSize varchar(20)", "byteSize is varchar and not bigint")]
    [InlineData("ADD COLUMN owner int NOT NULL", "owner is one too many")]
    [InlineData("DROP PRIMARY KEY", "its primary key is ()")]
    public async Task ATableWithOtherColumnsSaysWhich(string change, string expected)
    {
        (string url, string database) = await WithTablesAsync();
        await server.ExecuteAsync($"ALTER TABLE kafka_store {change}", database);
        Assert.Contains(expected, await RefusedAsync(url));
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        await Assert.ThrowsAsync<CatalogRefusedException>(() => catalog.CreateTablesAsync(default));
    }

    [Fact]
    public async Task ColumnsThatAUserAddedForHimselfAreNoTrouble()
    {
        (string url, string database) = await WithTablesAsync();
        await server.ExecuteAsync(
            "ALTER TABLE kafka_store ADD COLUMN note varchar(20) NULL, ADD COLUMN seen int NOT NULL DEFAULT 0",
            database
        );
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        Assert.Null(await catalog.CheckTablesAsync(default));
    }

    [Fact]
    public async Task ATableDroppedLaterIsFoundAndOnceCreatedAgainUsed()
    {
        (string url, string database) = await WithTablesAsync();
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        Assert.Null(await catalog.FindAtOrBelowAsync(Orders0, long.MaxValue, default));
        await server.ExecuteAsync("DROP TABLE kafka_store", database);
        await Assert.ThrowsAsync<CatalogRefusedException>(() => catalog.FindAtOrBelowAsync(Orders0, long.MaxValue, default));
        await catalog.CreateTablesAsync(default);
        Assert.Null(await catalog.FindAtOrBelowAsync(Orders0, long.MaxValue, default));
    }

    [Fact]
    public async Task AWrongPasswordIsNotShown()
    {
        (string url, _) = await WithTablesAsync();
        string message = await RefusedAsync(url.Replace("root@", "root:s3cret@"));
        Assert.Contains(MySqlCatalogUrl.PasswordVariable, message);
        Assert.DoesNotContain("s3cret", message);
    }

    [Fact]
    public async Task AnUnknownDatabaseSaysHowToCreateIt()
    {
        string message = await RefusedAsync($"mysql://root@127.0.0.1:{server.Port}/nothere");
        Assert.Contains("CREATE DATABASE `nothere`", message);
    }

    [Fact]
    public async Task AMissingPermissionSaysWhatToGrant()
    {
        (string url, string database) = await WithTablesAsync();
        await server.ExecuteAsync(
            $"CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'p@ss/w:rd'; GRANT SELECT ON {database}.* TO reader@'%'"
        );
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url.Replace("root@", "reader:p%40ss%2Fw%3Ard@"), null));
        Assert.Null(await catalog.FindAtOrBelowAsync(Orders0, long.MaxValue, default));
        using var archive = new SmallArchive(catalog);
        await archive.WriteAsync(Orders0, 2);
        Assert.Contains("GRANT SELECT, INSERT", Assert.Single(archive.News));
        Assert.Equal(2, archive.Store.Names.Count);
        await server.ExecuteAsync($"GRANT INSERT, UPDATE ON {database}.* TO reader@'%'");
        Assert.True(await archive.CatchUpAsync(Orders0));
        Assert.Equal(["0", "10"], await server.QueryAsync("SELECT startOffset FROM kafka_store", database));
    }

    [Fact]
    public async Task ThePasswordMayComeFromTheEnvironment()
    {
        (string url, string database) = await WithTablesAsync();
        await server.ExecuteAsync(
            $"CREATE OR REPLACE USER other@'%' IDENTIFIED BY 'from the environment'; GRANT ALL ON {database}.* TO other@'%'"
        );
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url.Replace("root@", "other@"), "from the environment"));
        Assert.Null(await catalog.CheckTablesAsync(default));
    }

    [Fact]
    public async Task AServerThatIsAwayIsUnavailableAndRowsAreMadeUpForOnceItIsBack()
    {
        (string url, string database) = await WithTablesAsync();
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        using var archive = new SmallArchive(catalog);
        await archive.WriteAsync(Orders0, 3);
        await server.StopAsync();
        await archive.WriteAsync(Orders0, 4);
        Assert.Equal(7, archive.Store.Names.Count);
        Assert.Contains("can't be reached", Assert.Single(archive.News));
        Assert.False(await archive.CatchUpAsync(Orders0));
        await server.StartAsync();
        Assert.True(await archive.CatchUpAsync(Orders0));
        Assert.Null(archive.News.Last());
        Assert.Equal(
            ["0", "10", "20", "30", "40", "50", "60"],
            await server.QueryAsync("SELECT startOffset FROM kafka_store ORDER BY 1", database)
        );
        await archive.WriteAsync(Orders0, 1);
        Assert.Equal(["8"], await server.QueryAsync("SELECT COUNT(*) FROM kafka_store_segments", database));
        Assert.Empty(archive.Differences);
    }

    [Fact]
    public async Task AServerThatAcceptsConnectionsAndSaysNothingHoldsNobodyUpForLong()
    {
        (string url, string database) = await WithTablesAsync();
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null), TimeSpan.FromSeconds(1));
        using var archive = new SmallArchive(catalog);
        await archive.WriteAsync(Orders0, 1);
        await server.SuspendAsync();
        try
        {
            long started = Stopwatch.GetTimestamp();
            await archive.WriteAsync(Orders0, 5);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(8), "It took too long.");
            Assert.Contains("does not answer", Assert.Single(archive.News));
        }
        finally
        {
            await server.ResumeAsync();
        }

        Assert.True(await archive.CatchUpAsync(Orders0));
        Assert.Equal(["6"], await server.QueryAsync("SELECT COUNT(*) FROM kafka_store", database));
    }

    [Fact]
    public async Task ALockedRowIsWaitedForAndThenLeftForLater()
    {
        (string url, string database) = await WithTablesAsync();
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null), TimeSpan.FromSeconds(30));
        using var archive = new SmallArchive(catalog);
        await using (
            var holder = new MySqlConnector.MySqlConnection(
                $"Server=127.0.0.1;Port={server.Port};User ID=root;Database={database};SslMode=Disabled;Pooling=false"
            )
        )
        {
            await holder.OpenAsync();
            using var locking = new MySqlConnector.MySqlCommand("LOCK TABLES kafka_store WRITE", holder);
            await locking.ExecuteNonQueryAsync();
            Task writing = archive.WriteAsync(Orders0, 1);
            await Task.Delay(300);
            using var unlocking = new MySqlConnector.MySqlCommand("UNLOCK TABLES", holder);
            await unlocking.ExecuteNonQueryAsync();
            await writing;
        }

        Assert.Empty(archive.News);
        Assert.Equal(["1"], await server.QueryAsync("SELECT COUNT(*) FROM kafka_store", database));
    }

    [Theory]
    [InlineData("required", true)]
    [InlineData("preferred", true)]
    [InlineData("disabled", false)]
    public async Task AUserWhoNeedsTlsGetsInWithIt(string mode, bool works)
    {
        (string url, string database) = await WithTablesAsync();
        await server.ExecuteAsync(
            $"CREATE OR REPLACE USER secure@'%' IDENTIFIED BY 'pw' REQUIRE SSL; GRANT ALL ON {database}.* TO secure@'%'"
        );
        string secure = $"{url.Replace("root@", "secure:pw@")}?ssl-mode={mode}";
        if (!works)
        {
            await RefusedAsync(secure);
            return;
        }

        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(secure, null));
        Assert.Null(await catalog.CheckTablesAsync(default));
    }

    [Fact]
    public async Task TheServersCertificateIsHeldAgainstTheAuthority()
    {
        (string url, _) = await WithTablesAsync();
        using (var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse($"{url}?ssl-mode=verify-ca&ssl-ca={server.AuthorityFile}", null)))
            Assert.Null(await catalog.CheckTablesAsync(default));
        string other = Path.Combine(Path.GetDirectoryName(server.AuthorityFile)!, "other.pem");
        Assert.Contains("TLS", await RefusedAsync($"{url}?ssl-mode=verify-ca&ssl-ca={other}"));
        Assert.Contains("TLS", await RefusedAsync($"{url}?ssl-mode=verify-full"));
    }

    [Fact]
    public async Task TheServersNameIsHeldAgainstItsCertificateOnlyWithVerifyFull()
    {
        (string url, _) = await WithTablesAsync();
        string named = url.Replace("127.0.0.1", "localhost");
        string[] rights =
        [
            $"{url}?ssl-mode=verify-full&ssl-ca={server.AuthorityFile}",
            $"{named}?ssl-mode=verify-ca&ssl-ca={server.AuthorityFile}",
        ];
        foreach (string right in rights)
        {
            using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(right, null));
            Assert.Null(await catalog.CheckTablesAsync(default));
        }

        Assert.Contains("TLS", await RefusedAsync($"{named}?ssl-mode=verify-full&ssl-ca={server.AuthorityFile}"));
    }

    [Fact]
    public async Task AConnectionThatWasClosedWhileNobodyUsedItIsReplaced()
    {
        (string url, string database) = await WithTablesAsync();
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(await catalog.FindAtOrBelowAsync(Orders0, long.MaxValue, default));
            IReadOnlyList<string> idle = await server.QueryAsync(
                $"SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '{database}' AND ID <> CONNECTION_ID()",
                database
            );
            Assert.NotEmpty(idle);
            foreach (string id in idle)
                await server.ExecuteAsync($"KILL CONNECTION {id}");
        }
    }

    private async Task<(string Url, string Database)> WithTablesAsync()
    {
        string url = await server.CreateDatabaseAsync();
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        await catalog.CreateTablesAsync(default);
        return (url, url[(url.LastIndexOf('/') + 1)..]);
    }

    private static async Task<string> RefusedAsync(string url)
    {
        using var catalog = new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
        CatalogRefusedException refused = await Assert.ThrowsAsync<CatalogRefusedException>(() => catalog.CheckTablesAsync(default));
        Assert.DoesNotContain('\n', refused.Message);
        return refused.Message;
    }
}
