namespace KafkaStore.Tests.App;

/// <summary>The catalog gets a row for every object; nothing that happens to it holds up archiving.</summary>
public sealed class CatalogTests
{
    private static readonly string[] Names = [.. new long[] { 0, 10, 20 }.Select(offset => new ArchiveName(Orders0, offset).ToString())];

    [Fact]
    public async Task EachRowSaysWhatItsObjectSays()
    {
        using TestApp app = Keeping(25);
        await app.DeliverAllAsync(Orders0);
        Assert.Equal(Names[..2], Catalogued(app));
        CatalogEntry[] fromStore = await EntriesOfStoreAsync(app);
        Assert.Equal(fromStore, app.Catalog!.Entries);
        CatalogEntry entry = fromStore[1];
        Assert.Equal(
            (20L, 10L, Millisecond(10_000), Millisecond(19_000)),
            (entry.NextOffset, entry.Records, entry.SmallestTimestamp, entry.LargestTimestamp)
        );
        Assert.Equal(("deflate", "memory:archive", RollReason.Count), (entry.Codec, entry.Store, entry.Reason));
        Assert.Equal(await ObjectContent.FromBytes(app.Archive.BytesOf(Names[1])).GetMd5Async(default), entry.Md5);
        Assert.Equal(TestTime.Epoch.UtcDateTime.AddSeconds(19), entry.Time);
    }

    [Fact]
    public async Task ObjectsInARowCostNoFurtherRequestOfTheStore()
    {
        using TestApp without = WithRecords(60);
        using TestApp with = Keeping(60);
        await without.DeliverAllAsync(Orders0, batchSize: 12);
        await with.DeliverAllAsync(Orders0, batchSize: 12);
        StoreCall[] more = [.. with.ArchiveFaults.Calls.Skip(0)];
        // The first object alone asks: for the archive's first name, and for that object and its successor.
        Assert.InRange(more.Length - without.ArchiveFaults.Calls.Count, 1, 6);
        Assert.Equal(6, with.Catalog!.Entries.Count);
    }

    [Fact]
    public async Task ACatalogThatIsDownHoldsUpNothingIsReportedOnceAndIsMadeUpFor()
    {
        using TestApp app = Keeping(40);
        await app.AcceptAsync((0, 10));
        app.Catalog!.Before = _ => throw new CatalogUnavailableException("It is down.");
        await app.AcceptAsync((10, 40));
        await app.TickMinutesAsync(3);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
        Assert.Equal(40, app.StateOf(Orders0)!.Checkpoint);
        Assert.Equal(Names[..1], Catalogued(app));
        Assert.Equal(["It is down."], app.Report.CatalogNews);

        app.Catalog.Before = null;
        await app.TickMinutesAsync(1);
        Assert.Equal(app.ObjectNames, Catalogued(app));
        Assert.Equal(["It is down.", null], app.Report.CatalogNews);
        Assert.Equal(await EntriesOfStoreAsync(app), app.Catalog.Entries);
    }

    [Fact]
    public async Task WhileItIsDownSealsDoNotAskItEachTime()
    {
        using TestApp app = Keeping(200);
        int asked = 0;
        app.Catalog!.Before = _ =>
        {
            asked++;
            throw new CatalogUnavailableException("It is down.");
        };
        await app.DeliverAllAsync(Orders0, batchSize: 10, clockFollows: false);
        Assert.Equal(20, app.ObjectNames.Count);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task ARowWhoseInsertionFailedAfterItTookEffectIsNotDoubledNorReported()
    {
        using TestApp app = Keeping(30);
        app.Catalog!.After = call =>
            call == nameof(IArchiveCatalog.AddAsync) ? throw new CatalogUnavailableException("The connection broke.") : Task.CompletedTask;
        await app.AcceptAsync((0, 30));
        app.Catalog.After = null;
        await app.TickMinutesAsync(1);
        Assert.Equal(Names, Catalogued(app));
        Assert.Empty(app.Report.Differences);
    }

    [Fact]
    public async Task ARowMissingAtTheLastSealBeforeSilenceAppearsInAnotherProcessWithoutANewSeal()
    {
        using TestApp app = Keeping(30);
        app.Catalog!.Before = _ => throw new CatalogUnavailableException("It is down.");
        await app.DeliverAllAsync(Orders0);
        app.Catalog.Before = null;
        app.Restart();
        await app.TickAsync();
        Assert.Equal(Names, Catalogued(app));
    }

    [Fact]
    public async Task TheTimerKnowsFromTheCheckpointWhatAnotherInstanceArchived()
    {
        using TestApp app = Keeping(30);
        await app.AcceptAsync((0, 10));
        using (var other = new TestApp(app.Log, app.Archive, app.Options, app.Staging))
        {
            await other.DeliverAsync(Orders0, Offsets(10, 30)); // without a catalog
            await other.DrainAsync();
            app.SetState(Orders0, other.SerializedStateOf(Orders0));
        }

        Assert.Equal(Names[..1], Catalogued(app));
        await app.TickAsync();
        Assert.Equal(Names, Catalogued(app));
    }

    [Fact]
    public async Task AQuietPartitionCostsNeitherCatalogNorStoreAnything()
    {
        using TestApp app = Keeping(30);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        (int catalog, int store) = (app.Catalog!.Calls, app.ArchiveFaults.Calls.Count);
        await app.TickMinutesAsync(30);
        Assert.Equal(catalog, app.Catalog.Calls);
        Assert.InRange(app.ArchiveFaults.Calls.Count - store, 0, 6); // whether the topic is another generation by now
    }

    [Fact]
    public async Task APartitionWithAStartAndNoObjectIsNoDifference()
    {
        using TestApp app = Keeping(0);
        for (int i = 0; i < 7; i++)
            app.Log.Skip(Orders0, 1);
        app.Append(3);
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(3);
        Assert.Empty(app.Catalog!.Entries);
        Assert.Empty(app.Report.Differences);
    }

    [Fact]
    public async Task ARowThatDiffersIsReportedWithBothValuesAndLeft()
    {
        using TestApp app = Keeping(20);
        await app.Catalog!.AddAsync(new CatalogEntry(new ArchiveName(Orders0, 10), 18, 77, new Md5Hash(new byte[16])), default);
        await app.Catalog.AddAsync(new CatalogEntry(new ArchiveName(Orders0, 0), 10, 77, new Md5Hash(new byte[16])), default);
        await app.DeliverAllAsync(Orders0);
        Assert.Equal(2, app.ObjectNames.Count);
        CatalogDifference difference = Assert.Single(app.Report.Differences, difference => difference.Name.BaseOffset == 10);
        Assert.Contains(new CatalogValue("finalOffset", "17", "19"), difference.Values);
        Assert.Equal(18, app.Catalog.Entries[1].NextOffset);
    }

    [Fact]
    public async Task RowsOfAnotherArchiveAreReportedAndNewObjectsGetTheirRows()
    {
        using TestApp app = Keeping(30);
        await app.Catalog!.AddAsync(new CatalogEntry(new ArchiveName(Orders0, 500), 507, 77, new Md5Hash(new byte[16])), default);
        await app.TickAsync();
        CatalogDifference difference = Assert.Single(app.Report.Differences);
        Assert.Equal(500, difference.Name.BaseOffset);
        await app.DeliverAllAsync(Orders0, clockFollows: false);
        Assert.Equal([0L, 10, 20, 500], app.Catalog.Entries.Select(entry => entry.Name.BaseOffset));
    }

    [Fact]
    public async Task ATopicThatItCannotHoldIsReportedOnceAndTheOthersAreKept()
    {
        var payments = new TopicPartition("payments", 0);
        using var app = new TestApp(options: Counting(10) with { Topics = ["orders", "payments"] }, catalog: new MemoryCatalog());
        app.Log.AddPartition(Orders0);
        app.Log.AddPartition(payments);
        app.Append(30);
        app.Append(30, payments);
        int refusals = 0;
        app.Catalog!.Before = call =>
            call == nameof(IArchiveCatalog.FindAtOrBelowAsync) && refusals++ == 0
                ? throw new CatalogTopicException("orders", "Its name is too long.")
                : Task.CompletedTask;
        await app.DeliverAllAsync(Orders0, batchSize: 10);
        await app.DeliverAllAsync(payments, batchSize: 10);
        await app.TickMinutesAsync(2);
        Assert.Equal(["Its name is too long."], app.Report.CatalogNews);
        Assert.All(app.Catalog.Entries, entry => Assert.Equal(payments, entry.Name.Partition));
        Assert.Equal(3, app.Catalog.Entries.Count);
    }

    [Fact]
    public async Task TwoProcessesOverOneArchiveAndOneCatalogLeaveNoHole()
    {
        using TestApp first = Keeping(60);
        using var second = new TestApp(first.Log, first.Archive, first.Options, first.Staging, first.Catalog);
        for (int from = 0; from < 60; from += 20)
        {
            await first.DeliverAsync(Orders0, Offsets(from, from + 10));
            await first.DrainAsync();
            await second.DeliverAsync(Orders0, Offsets(from, from + 20));
            await second.DrainAsync();
        }

        Assert.Equal(6, first.Catalog!.Entries.Count);
        Assert.Empty(first.Report.Differences);
        Assert.Empty(second.Report.Differences);
    }

    [Fact]
    public async Task ObjectsOfTheOriginalToolAreDescribedByTheirRecords()
    {
        using TestApp app = Keeping(40);
        byte[] sync = new byte[16];
        var data = new PlainAvro();
        foreach (Record record in app.Log.Read(Orders0, 0, 7))
            data.Long(record.Timestamp).Optional(record.Key?.ToArray()).Optional(record.Value?.ToArray());
        byte[] original = new PlainAvro()
            .Header(sync, ("avro.codec", "null"), ("avro.schema", RecordLayoutTests.OriginalSchema))
            .Block(7, data.ToArray(), sync)
            .ToArray();
        app.Archive.Replace(Names[0], original);
        await app.AcceptAsync((7, 40));
        CatalogEntry entry = app.Catalog!.Entries[0];
        Assert.True(entry.IsOriginal);
        Assert.Equal(
            (7L, 7L, Millisecond(0), Millisecond(6000), "null"),
            (entry.NextOffset, entry.Records, entry.SmallestTimestamp, entry.LargestTimestamp, entry.Codec)
        );
        Assert.Equal([0L, 7, 17, 27], app.Catalog.Entries.Select(each => each.Name.BaseOffset));
    }

    [Fact]
    public async Task ADamagedObjectEndsTheRowsAndIsReportedOnce()
    {
        using TestApp app = await WithDeliveredAsync(30);
        using var keeping = new TestApp(app.Log, app.Archive, app.Options, app.Staging, new MemoryCatalog());
        byte[] good = app.Archive.BytesOf(Names[1]);
        app.Archive.Replace(Names[1], good[..^5]);
        await keeping.TickMinutesAsync(3);
        Assert.Equal(Names[..1], Catalogued(keeping));
        Assert.Contains("wait", Assert.Single(keeping.Report.CatalogNews));
        app.Archive.Replace(Names[1], good);
        await keeping.TickMinutesAsync(1);
        Assert.Equal(Names, Catalogued(keeping));
    }

    private static TestApp Keeping(int records) => WithRecords(records, catalog: new MemoryCatalog());

    private static string[] Catalogued(TestApp app) => [.. app.Catalog!.Entries.Select(entry => entry.Name.ToString())];

    private static async Task<CatalogEntry[]> EntriesOfStoreAsync(TestApp app)
    {
        var entries = new CatalogEntries(app.Archive);
        var all = new List<CatalogEntry>();
        foreach (ArchiveObject archived in await app.ObjectsAsync(Orders0))
            all.Add(await entries.OfAsync(archived, default));
        return [.. all];
    }
}
