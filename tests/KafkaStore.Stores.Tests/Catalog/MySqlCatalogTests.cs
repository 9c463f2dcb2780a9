using KafkaStore.Tests.Catalog;

namespace KafkaStore.Stores.Tests.Catalog;

/// <summary>The contract on a real server, and the tables as SQL sees them.</summary>
[Collection(MariaDbTests.Name)]
public sealed class MySqlCatalogTests(MariaDb server) : ArchiveCatalogContract
{
    private const string OriginalTable =
        "CREATE TABLE `kafka_store` (`topic` varchar(191) COLLATE utf8mb4_unicode_ci NOT NULL, `partition` int(11) NOT NULL, `startOffset` bigint(20) NOT NULL, "
        + "`finalOffset` bigint(20) NOT NULL, `byteSize` bigint(20) NOT NULL, `md5Hash` varchar(32) COLLATE utf8mb4_unicode_ci NOT NULL, `time` datetime NOT NULL, "
        + "PRIMARY KEY (`topic`,`partition`,`startOffset`), KEY `time_index` (`topic`,`partition`,`time`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4";

    private string database = "";

    [Fact]
    public async Task TheOriginalsTableHasItsColumnsAndKeys()
    {
        await CreateAsync();
        Assert.Equal(
            [
                "topic|varchar(191)|NO|PRI",
                "partition|int(11)|NO|PRI",
                "startOffset|bigint(20)|NO|PRI",
                "finalOffset|bigint(20)|NO|",
                "byteSize|bigint(20)|NO|",
                "md5Hash|varchar(32)|NO|",
                "time|datetime|NO|",
            ],
            await server.QueryAsync(
                "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_KEY FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'kafka_store' ORDER BY ORDINAL_POSITION",
                database
            )
        );
        Assert.Equal(
            ["PRIMARY|topic", "PRIMARY|partition", "PRIMARY|startOffset", "time_index|topic", "time_index|partition", "time_index|time"],
            await server.QueryAsync(
                "SELECT INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'kafka_store' ORDER BY INDEX_NAME, SEQ_IN_INDEX",
                database
            )
        );
    }

    [Fact]
    public async Task RowsSayWhatTheOriginalsQueriesExpect()
    {
        await AddAsync(await CreateAsync(), Entry(10));
        Assert.Equal(
            ["orders|0|10|19|1010|0a000000000000000000000000000000|2016-11-08 02:08:10"],
            await server.QueryAsync(
                "SELECT topic, `partition`, startOffset, finalOffset, byteSize, md5Hash, CAST(`time` AS CHAR) FROM kafka_store",
                database
            )
        );
        Assert.Equal(
            [
                $"9|1478570870012|1478570890064|{Entry(10).RecordsDigest}|{Entry(10).ChainHash}|Requested|deflate|https://account.blob.core.windows.net/archive/ünter",
            ],
            await server.QueryAsync(
                "SELECT records, smallestTimestamp, largestTimestamp, recordsSha256, chainSha256, rollReason, codec, storeUrl FROM kafka_store_segments",
                database
            )
        );
    }

    [Fact]
    public async Task OutlinesTakeOneQueryForTenThousandAndComeInOrderBeyond()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        await AddAsync(catalog, Entry(10));
        await server.ExecuteAsync(
            "INSERT INTO kafka_store SELECT 'orders', 7, seq * 10, seq * 10 + 9, 1, '', NOW() FROM seq_0_to_20002; "
                + "INSERT INTO kafka_store_segments (topic, `partition`, startOffset, smallestTimestamp, largestTimestamp) SELECT 'orders', 7, seq * 10, seq, seq + 1 FROM seq_0_to_20002 WHERE seq <> 5",
            database
        );
        var orders7 = new TopicPartition("orders", 7);
        Assert.Equal(
            1,
            await QueriesAsync(async () =>
                Assert.Equal(
                    9_999,
                    await catalog.ListOutlinesAsync(orders7, 100_049, default).CountAsync(outline => outline.BaseOffset >= 100_040)
                )
            )
        );
        ObjectOutline[] all = [];
        Assert.Equal(3, await QueriesAsync(async () => all = await catalog.ListOutlinesAsync(orders7, 0, default).ToArrayAsync()));
        Assert.Equal(Enumerable.Range(0, 20_003).Select(i => i * 10L), all.Select(outline => outline.BaseOffset));
        Assert.Equal(
            new ObjectOutline(new ArchiveEntry(new ArchiveName(orders7, 40), 1))
            {
                NextOffset = 50,
                SmallestTimestamp = 4,
                LargestTimestamp = 5,
            },
            all[4]
        );
        Assert.Equal(new ObjectOutline(new ArchiveEntry(new ArchiveName(orders7, 50), 1)) { NextOffset = 60 }, all[5]);
    }

    [Fact]
    public async Task CreatingTheTablesAgainKeepsTheirRows()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        await AddAsync(catalog, Entry(10));
        Assert.Null(await ((MySqlCatalog)catalog).CreateTablesAsync(default));
        Assert.Equal([10L], await BasesAsync(catalog));
    }

    [Fact]
    public async Task TheOriginalsTableIsGoneOnWithAndARowThatDiffersIsToldAndKept()
    {
        MySqlCatalog catalog = await OverOriginalAsync();
        await server.ExecuteAsync(
            "INSERT INTO kafka_store VALUES ('orders', 0, 0, 6, 500, '00112233445566778899aabbccddeeff', NOW()), ('orders', 0, 7, 9, 1, '00', NOW())",
            database
        );
        Assert.Contains("ALTER TABLE", await catalog.CreateTablesAsync(default));
        var original = new CatalogEntry(
            new ArchiveName(Orders0, 0),
            7,
            500,
            new Md5Hash(Convert.FromHexString("00112233445566778899aabbccddeeff"))
        )
        {
            Records = 7,
            LargestTimestamp = 5,
        };
        Assert.Null(await AddAsync(catalog, original)); // the time of an original row is another thing
        CatalogDifference difference = (await AddAsync(catalog, Entry(7)))!;
        Assert.Contains(new CatalogValue("finalOffset", "9", "16"), difference.Values);
        Assert.Contains(new CatalogValue("byteSize", "1", "1007"), difference.Values);
        Assert.Equal(["0|6", "7|9"], await server.QueryAsync("SELECT startOffset, finalOffset FROM kafka_store ORDER BY 1", database));
        Assert.Equal(7, (await FindAsync(catalog, 0))!.Records);
    }

    [Fact]
    public async Task WhereTheOriginalsTableTakesTopicsForOneTheSecondIsRefusedAndTheFirstIsUntouched()
    {
        MySqlCatalog catalog = await OverOriginalAsync();
        await catalog.CreateTablesAsync(default);
        await AddAsync(catalog, Entry(10));
        CatalogEntry upper = Entry(10, new TopicPartition("Orders", 0)) with { LengthBytes = 5 };
        await Fails.SayingAsync<CatalogTopicException>("ALTER TABLE", () => AddAsync(catalog, upper));
        await Assert.ThrowsAsync<CatalogTopicException>(() => catalog.PutAsync([upper], default));
        Assert.Null(await catalog.FindAtOrBelowAsync(upper.Name.Partition, long.MaxValue, default));
        Assert.Equal(Entry(10), await FindAsync(catalog, 10));
        Assert.Equal(["orders"], await server.QueryAsync("SELECT topic FROM kafka_store_segments", database));
    }

    [Theory]
    [InlineData(191, true)]
    [InlineData(192, false)]
    [InlineData(249, false)]
    public async Task ATopicLongerThanTheOriginalsColumnIsRefusedAndNotCutShort(int length, bool fits)
    {
        IRebuildableCatalog catalog = await CreateAsync();
        CatalogEntry entry = Entry(0, new TopicPartition(new string('t', length), 0));
        if (fits)
        {
            Assert.Null(await AddAsync(catalog, entry));
            return;
        }

        await Fails.SayingAsync<CatalogTopicException>("191", () => AddAsync(catalog, entry));
        await Assert.ThrowsAsync<CatalogTopicException>(() => catalog.PutAsync([entry], default));
        Assert.Empty(await catalog.ListPartitionsAsync(default));
    }

    protected override async Task<IRebuildableCatalog> CreateAsync()
    {
        MySqlCatalog catalog = await OpenAsync();
        Assert.Null(await catalog.CreateTablesAsync(default));
        return catalog;
    }

    // Beside those that counting itself takes.
    private async Task<long> QueriesAsync(Func<Task> work)
    {
        long[] counts = [await SelectsAsync(), await SelectsAsync(), 0];
        await work();
        counts[2] = await SelectsAsync();
        return counts[2] - counts[1] - (counts[1] - counts[0]);
    }

    private async Task<long> SelectsAsync() =>
        long.Parse(
            (await server.QueryAsync("SHOW GLOBAL STATUS LIKE 'Com_select'", database))[0].Split('|')[1],
            CultureInfo.InvariantCulture
        );

    private async Task<MySqlCatalog> OverOriginalAsync()
    {
        MySqlCatalog catalog = await OpenAsync();
        await server.ExecuteAsync(OriginalTable, database);
        return catalog;
    }

    private async Task<MySqlCatalog> OpenAsync()
    {
        string url = await server.CreateDatabaseAsync();
        database = url[(url.LastIndexOf('/') + 1)..];
        return new MySqlCatalog(MySqlCatalogUrl.Parse(url, null));
    }
}
