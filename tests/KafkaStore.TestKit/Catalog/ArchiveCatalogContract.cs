using KafkaStore.Catalog;
using KafkaStore.Segments;

namespace KafkaStore.Tests.Catalog;

/// <summary>What every catalog does.</summary>
public abstract class ArchiveCatalogContract
{
    protected static readonly TopicPartition Orders0 = new("orders", 0);

    [Fact]
    public async Task AnEntryComesBackAsItWasAdded()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        Assert.Null(await AddAsync(catalog, Entry(10)));
        Assert.Equal(Entry(10), await FindAsync(catalog, 10));
    }

    [Fact]
    public async Task AnEntryOfTheOriginalToolKeepsWhatIsNotKnown()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        var entry = new CatalogEntry(new ArchiveName(Orders0, 0), 7, 99, new Md5Hash(new byte[16]))
        {
            Records = 7,
            SmallestTimestamp = -1,
            LargestTimestamp = 5_000,
        };
        await AddAsync(catalog, entry);
        Assert.Equal(entry, await FindAsync(catalog, 0));
    }

    [Fact]
    public async Task AddingAgainChangesNothing()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        for (int i = 0; i < 3; i++)
            Assert.Null(await AddAsync(catalog, Entry(10)));
        Assert.Equal([10L], await BasesAsync(catalog));
    }

    [Fact]
    public async Task AnotherEntryOfThatNameIsToldWithBothValuesAndTheFirstOneStays()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        await AddAsync(catalog, Entry(10));
        CatalogDifference difference = (await AddAsync(catalog, Entry(10) with { LengthBytes = 5, Codec = "null" }))!;
        Assert.Equal([new CatalogValue("byteSize", "1010", "5"), new CatalogValue("codec", "deflate", "null")], difference.Values);
        Assert.Equal(Entry(10), await FindAsync(catalog, 10));
    }

    [Fact]
    public async Task TheEntryAtOrBelowAnOffsetIsFound()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        foreach (long offset in new long[] { 10, 20, 30, 1_000_000_000_000 })
            await AddAsync(catalog, Entry(offset));
        await AddAsync(catalog, Entry(5, new TopicPartition("orders", 1)));
        await AddAsync(catalog, Entry(7, new TopicPartition("orders.2", 0)));
        Assert.Null(await FindAsync(catalog, 9));
        Assert.Equal(10, (await FindAsync(catalog, 10))!.Name.BaseOffset);
        Assert.Equal(20, (await FindAsync(catalog, 29))!.Name.BaseOffset);
        Assert.Equal(1_000_000_000_000, (await catalog.FindLastAsync(Orders0, default))!.Name.BaseOffset);
        Assert.Null(await catalog.FindLastAsync(new TopicPartition("nothing", 0), default));
    }

    [Fact]
    public async Task ListsComeInOrderAlsoWhenTheyAreLong()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        CatalogEntry[] entries = [.. Enumerable.Range(0, 2500).Select(i => Entry(i * 10))];
        foreach (CatalogEntry[] batch in entries.Reverse().Chunk(300))
            await catalog.PutAsync(batch, default);
        Assert.Equal(entries.Select(entry => entry.Name.BaseOffset), await BasesAsync(catalog));
    }

    [Fact]
    public async Task OutlinesBeginAtOrBelowAnOffset()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        var original = new CatalogEntry(new ArchiveName(Orders0, 30), 37, 99, new Md5Hash(new byte[16])) { SmallestTimestamp = -1 };
        await catalog.PutAsync([Entry(10), Entry(20), original, Entry(1_000_000_000_000)], default);
        await AddAsync(catalog, Entry(5, new TopicPartition("orders", 1)));
        await AddAsync(catalog, Entry(25, new TopicPartition("orders.2", 0)));
        ObjectOutline[] all = [Entry(10).Outline, Entry(20).Outline, original.Outline, Entry(1_000_000_000_000).Outline];
        foreach (
            (long offset, int passed) in new[]
            {
                (0L, 0),
                (10, 0),
                (19, 0),
                (20, 1),
                (29, 1),
                (30, 2),
                (999_999_999_999, 2),
                (1_000_000_000_000, 3),
                (long.MaxValue, 3),
            }
        )
        {
            Assert.Equal(all[passed..], await catalog.ListOutlinesAsync(Orders0, offset, default).ToArrayAsync());
        }

        Assert.Empty(await catalog.ListOutlinesAsync(new TopicPartition("Orders", 0), 10, default).ToArrayAsync());
    }

    [Fact]
    public async Task TopicsThatDifferByCaseAreNotMixedUp()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        var upper = new TopicPartition("Orders", 0);
        Assert.Null(await AddAsync(catalog, Entry(10)));
        Assert.Null(await AddAsync(catalog, Entry(10, upper) with { LengthBytes = 3 }));
        Assert.Equal(3, (await catalog.FindLastAsync(upper, default))!.LengthBytes);
        Assert.Equal(1010, (await catalog.FindLastAsync(Orders0, default))!.LengthBytes);
        Assert.Equal([upper, Orders0], await catalog.ListPartitionsAsync(default));
    }

    [Fact]
    public async Task PutReplacesAndRemoveTakesAway()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        await AddAsync(catalog, Entry(10));
        await catalog.PutAsync([Entry(10) with { LengthBytes = 5, ChainHash = null }, Entry(20)], default);
        Assert.Equal(Entry(10) with { LengthBytes = 5, ChainHash = null }, await FindAsync(catalog, 10));
        await catalog.RemoveAsync(Entry(10).Name, default);
        await catalog.RemoveAsync(Entry(10).Name, default);
        Assert.Equal([20L], await BasesAsync(catalog));
    }

    [Fact]
    public async Task EightAtATimeAddOneRow()
    {
        IRebuildableCatalog catalog = await CreateAsync();
        for (long offset = 0; offset < 50; offset += 10)
        {
            CatalogDifference?[] all = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => Task.Run(() => AddAsync(catalog, Entry(offset))))
            );
            Assert.All(all, Assert.Null);
        }

        Assert.Equal([0L, 10, 20, 30, 40], await BasesAsync(catalog));
    }

    [Theory]
    [InlineData(long.MinValue, "1000-01-01 00:00:00")]
    [InlineData(-1L, "1969-12-31 23:59:59")]
    [InlineData(1_478_570_870_999L, "2016-11-08 02:07:50")]
    [InlineData(long.MaxValue, "9999-12-31 23:59:59")]
    public async Task TimeIsTheLargestTimestampClamped(long timestamp, string expected)
    {
        IRebuildableCatalog catalog = await CreateAsync();
        Assert.Null(await AddAsync(catalog, Entry(10) with { SmallestTimestamp = long.MinValue, LargestTimestamp = timestamp }));
        CatalogEntry entry = (await FindAsync(catalog, 10))!;
        Assert.Equal(expected, entry.Time.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(timestamp, entry.LargestTimestamp);
    }

    /// <summary>An empty one.</summary>
    protected abstract Task<IRebuildableCatalog> CreateAsync();

    protected static CatalogEntry Entry(long offset, TopicPartition? partition = null)
    {
        byte[] md5 = new byte[16];
        md5[0] = (byte)(offset % 251);
        return new CatalogEntry(new ArchiveName(partition ?? Orders0, offset), offset + 10, 1000 + offset, new Md5Hash(md5))
        {
            Records = 9,
            SmallestTimestamp = 1_478_570_870_012,
            LargestTimestamp = 1_478_570_890_054 + offset,
            RecordsDigest = Sha256Hash.Of([1, (byte)offset]),
            ChainHash = Sha256Hash.Of([2, (byte)offset]),
            Reason = RollReason.Requested,
            Codec = "deflate",
            Store = "https://account.blob.core.windows.net/archive/ünter",
        };
    }

    protected static Task<CatalogDifference?> AddAsync(IArchiveCatalog catalog, CatalogEntry entry) => catalog.AddAsync(entry, default);

    protected static Task<CatalogEntry?> FindAsync(IArchiveCatalog catalog, long offset) =>
        catalog.FindAtOrBelowAsync(Orders0, offset, default);

    protected static async Task<IReadOnlyList<long>> BasesAsync(IArchiveCatalog catalog)
    {
        var bases = new List<long>();
        await foreach (CatalogEntry entry in catalog.ListAsync(Orders0, default))
            bases.Add(entry.Name.BaseOffset);
        return bases;
    }
}
