namespace KafkaStore.Tests.Reading;

/// <summary>What it costs to find records by time, and that a catalog which is behind, away or untrue hides none.</summary>
public sealed class TimeSeekTests
{
    private const int Objects = 1000;
    private const int Wanted = 700;

    private readonly RangeArchive archive = new();
    private readonly MemoryCatalog catalog = new() { PageOutlines = Objects + 1 };
    private readonly List<string> unavailable = [];
    private readonly List<string> queries = [];
    private readonly FaultyStore store;

    public TimeSeekTests() => store = new FaultyStore(archive.Store);

    private static RecordRange TimesOfWanted => TimesOf(Wanted);

    private IArchiveEntries Lookup => LookupOf(catalog);

    private IEnumerable<(StoreOperation Operation, int Object)> Calls =>
        store.Calls.Select(call => (call.Operation, ArchiveName.TryParse(call.Name, out ArchiveName name) ? (int)name.BaseOffset / 2 : -1));

    [Fact]
    public async Task OneOfAThousandCataloguedObjectsTakesOneQueryOneHeaderAndOneRead()
    {
        await MakeAsync(Objects);
        await RebuildAsync();
        long offset = -1;
        await foreach (ArchivedBlock block in new RangeReader(new ArchiveObjects(store)).ReadAsync(Slices(Lookup), TimesOfWanted, default))
        {
            offset = Assert.Single(block.Records).Offset;
            Assert.Equal([(StoreOperation.Read, Wanted), (StoreOperation.Read, Wanted)], Calls);
        }

        Assert.Equal(Wanted * 2, offset);
        Assert.Equal([nameof(IArchiveCatalog.ListOutlinesAsync)], queries);

        // That nothing follows, the archive itself says.
        Assert.Equal([(StoreOperation.Find, Objects), (StoreOperation.Read, Objects - 1)], Calls.Skip(2));
    }

    [Fact]
    public async Task OnePagePassesOverAnyNumberOfCataloguedObjects()
    {
        await MakeAsync(Objects);
        await RebuildAsync();
        RangePage page = await new RangePager(Slices(Lookup)).PlanAsync(TimesOfWanted, new PageLimits { Objects = 2 }, default);
        Assert.Equal((PageEnd.Archive, archive.End), (page.End, page.NextOffset));
        Assert.Equal(Wanted * 2, Assert.Single(page.Slices).Object.Name.BaseOffset);
        page = await new RangePager(Slices(Lookup)).PlanAsync(TimesOfWanted with { ToOffset = 1999 }, PageLimits.Default, default);
        Assert.Equal((PageEnd.Range, 1999L), (page.End, page.NextOffset));
    }

    [Fact]
    public async Task OffsetsAreStillFoundWithOneQueryAndWithoutListing()
    {
        await MakeAsync(10);
        await RebuildAsync();
        Assert.Equal((long[])[8], await ReadAsync(Lookup, new RecordRange(RangeArchive.Partition) { FromOffset = 8, ToOffset = 9 }));
        Assert.Equal([nameof(IArchiveCatalog.FindAtOrBelowAsync)], queries);
        Assert.Equal([StoreOperation.Read, StoreOperation.Read], store.Calls.Select(call => call.Operation));
    }

    [Fact]
    public async Task ACatalogThatIsBehindLeavesTheRestToTheStore()
    {
        await MakeAsync(8);
        await RebuildAsync();
        foreach (int missing in new[] { 3, 6, 7 })
            await catalog.RemoveAsync(new ArchiveName(RangeArchive.Partition, missing * 2), default);
        for (int i = 0; i < 8; i++)
            Assert.Equal((long[])[i * 2], await ReadAsync(Lookup, TimesOf(i)));
    }

    [Fact]
    public async Task ACatalogThatFailsOnTheWayIsToldAndTheStoreIsListed()
    {
        await MakeAsync(30);
        var failing = new MemoryCatalog { PageOutlines = 5 };
        await RebuildAsync(failing);
        int pages = 0;
        failing.Before = _ => ++pages <= 3 ? Task.CompletedTask : throw new CatalogUnavailableException("gone");
        Assert.Equal((long[])[50], await ReadAsync(LookupOf(failing), TimesOf(25)));
        Assert.Equal(["gone"], unavailable);
        Assert.Equal(15, store.Calls.Count(call => call.Operation == StoreOperation.Read) - 1); // the first 15 were passed over
        Assert.Equal((long[])[2], await ReadAsync(LookupOf(failing), TimesOf(1)));
        Assert.Equal(["gone", "gone"], unavailable);
    }

    [Fact]
    public async Task ACatalogOfAnotherArchiveHidesNothing()
    {
        await MakeAsync(5);
        await RebuildAsync();
        CatalogEntry[] untrue = [.. catalog.Entries.Select(entry => entry with { SmallestTimestamp = 1, LargestTimestamp = 2 })];
        untrue[^1] = untrue[^1] with { NextOffset = 30 };
        CatalogEntry past = untrue[^1] with { Name = new ArchiveName(RangeArchive.Partition, 30), NextOffset = 40 };
        await catalog.PutAsync(untrue, default);
        Assert.Equal((long[])[4], await ReadAsync(Lookup, TimesOf(2)));
        await catalog.PutAsync([past], default);
        Assert.Equal((long[])[4], await ReadAsync(Lookup, TimesOf(2)));
    }

    [Fact]
    public async Task ObjectsOlderThanTheCatalogAreFound()
    {
        await MakeAsync(6);
        await RebuildAsync();
        foreach (int missing in new[] { 0, 1, 2 })
            await catalog.RemoveAsync(new ArchiveName(RangeArchive.Partition, missing * 2), default);
        for (int i = 0; i < 6; i++)
            Assert.Equal((long[])[i * 2], await ReadAsync(Lookup, TimesOf(i)));
        Assert.Equal((long[])[2], await ReadAsync(Lookup, TimesOf(1) with { FromOffset = 1 }));
    }

    [Fact]
    public async Task WithoutACatalogEachObjectThatWasListedTakesOneRead()
    {
        await MakeAsync(40);
        Assert.Equal((long[])[78], await ReadAsync(new ArchiveLocator(store), TimesOf(39)));
        Assert.Equal(1, store.Calls.Count(call => call.Operation == StoreOperation.List));
        Assert.Equal(41, store.Calls.Count(call => call.Operation == StoreOperation.Read));
        Assert.Equal([(StoreOperation.Find, 40)], Calls.Where(call => call.Operation == StoreOperation.Find));
    }

    [Fact]
    public async Task HeadersOfEightObjectsAreReadAtOnceWhileNothingIsFound()
    {
        await MakeAsync(30);
        var eight = new TaskCompletionSource();
        int reads = 0;
        store.Before = call =>
        {
            int read = call.Operation == StoreOperation.Read ? Interlocked.Increment(ref reads) : 1;
            if (read == 9)
                eight.SetResult();
            return read == 1 ? Task.CompletedTask : eight.Task.WaitAsync(TimeSpan.FromSeconds(20));
        };
        Assert.Equal((long[])[50], await ReadAsync(new ArchiveLocator(store), TimesOf(25)));
    }

    [Fact]
    public async Task NothingIsReadAheadPastTheEndOfTheRangeNorWhileRecordsAreFound()
    {
        await MakeAsync(30);
        Assert.Empty(await ReadAsync(new ArchiveLocator(store), TimesOf(20) with { ToOffset = 6 }));
        Assert.Equal(3, store.Calls.Count(call => call.Operation == StoreOperation.Read));
        store.Calls.Clear();
        var all = new RecordRange(RangeArchive.Partition) { FromTime = 0, ToTime = 1_000_000 };
        await foreach (ObjectSlice slice in Slices(new ArchiveLocator(store)).FindAsync(all, default))
            Assert.Equal(slice.Object.Name.ToString(), store.Calls.Last().Name);
    }

    [Fact]
    public async Task ADamagedObjectAheadIsReportedOnlyWhereTheSearchReachesIt()
    {
        await MakeAsync(6);
        string name = archive.Store.Names[4];
        archive.Store.Replace(name, archive.Store.BytesOf(name)[..^3]);
        await foreach (ObjectSlice slice in Slices(new ArchiveLocator(store)).FindAsync(TimesOf(3), default))
        {
            if (slice.Object.Name.BaseOffset == 6)
                break;
        }

        Assert.Contains(store.Calls, call => call.Name == name);
        await Assert.ThrowsAsync<DamagedContainerException>(() => ReadAsync(new ArchiveLocator(store), TimesOf(3)));
    }

    private static RecordRange TimesOf(int number) =>
        new(RangeArchive.Partition) { FromTime = number * 1000, ToTime = (number * 1000) + 1 };

    private CatalogLookup LookupOf(IArchiveCatalog asked) => new(asked, new ArchiveLocator(store), away => unavailable.Add(away.Message));

    private RangeSlices Slices(IArchiveEntries entries) => new(new ArchiveObjects(store), entries);

    private async Task<long[]> ReadAsync(IArchiveEntries entries, RecordRange range)
    {
        var offsets = new List<long>();
        await foreach (ArchivedBlock block in new RangeReader(new ArchiveObjects(store)).ReadAsync(Slices(entries), range, default))
            offsets.AddRange(block.Records.Select(record => record.Offset));
        return [.. offsets];
    }

    // Object n has the offsets 2n and 2n + 1, of the times 1000 n and 1000 n + 500.
    private async Task MakeAsync(int objects)
    {
        for (int i = 0; i < objects; i++)
        {
            long offset = 2 * i;
            await archive.AddAsync([
                new Record(offset, i * 1000, null, new byte[9], []),
                new Record(offset + 1, (i * 1000) + 500, null, new byte[9], []),
            ]);
        }
    }

    private async Task RebuildAsync(MemoryCatalog? rebuilt = null)
    {
        rebuilt ??= catalog;
        await rebuilt.PutAsync(await CatalogRows.OfAsync(archive.Store), default);
        rebuilt.Before = call =>
        {
            queries.Add(call);
            return Task.CompletedTask;
        };
    }
}
