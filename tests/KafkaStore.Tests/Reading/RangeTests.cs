namespace KafkaStore.Tests.Reading;

/// <summary>Ranges by offset and by time, read whole and page by page, against a plain filter over all records.</summary>
public sealed class RangeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task AnyRangeGivesExactlyItsRecordsAndSoDoItsPages(int seed)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(seed, 6);
        var random = new Random(seed);
        for (int round = 0; round < 40; round++)
        {
            RecordRange range = RandomRange(random, archive);
            long[] expected = [.. archive.Records.Where(range.Includes).Select(record => record.Offset)];

            Assert.Equal(expected, await ReadAsync(archive, range));
            Assert.Equal(expected, await ReadPagesAsync(archive, range, RandomLimits(random)));
        }
    }

    [Fact]
    public async Task OneRecordCostsAListingAHeaderAndItsBlock()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(5, 30);
        var store = new FaultyStore(archive.Store);
        var objects = new ArchiveObjects(store);
        Record wanted = archive.Records[archive.Records.Count / 2];
        var range = new RecordRange(RangeArchive.Partition) { FromOffset = wanted.Offset, ToOffset = wanted.Offset + 1 };

        ArchivedBlock[] blocks = await new RangeReader(objects)
            .ReadAsync(new RangeSlices(objects, new ArchiveLocator(store)), range, default)
            .ToArrayAsync();

        Assert.Single(blocks);
        Assert.Equal([StoreOperation.List, StoreOperation.Read, StoreOperation.Read], store.Calls.Select(call => call.Operation));
    }

    [Fact]
    public async Task TimestampsThatGoBackwardsHideNoRecord()
    {
        var archive = new RangeArchive();
        byte[] large = new byte[600_000];
        await archive.AddAsync([Make(0, 500), Make(1, 100), Make(2, 900), Make(3, 100), Make(4, 700)]);
        await archive.AddAsync([Make(5, 50), Make(6, 101)]);

        Assert.Equal((long[])[1, 3], await ReadAsync(archive, new RecordRange(RangeArchive.Partition) { FromTime = 100, ToTime = 101 }));
        Assert.Equal((long[])[0, 2, 4], await ReadAsync(archive, new RecordRange(RangeArchive.Partition) { FromTime = 500 }));
        Assert.Equal((long[])[5], await ReadAsync(archive, new RecordRange(RangeArchive.Partition) { ToTime = 100 }));

        Record Make(long offset, long timestamp) => new(offset, timestamp, null, large, []);
    }

    [Fact]
    public async Task PageSaysWhyItEnds()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(6, 5);
        RecordRange all = new(RangeArchive.Partition);

        RangePage first = await PlanAsync(archive, all, new PageLimits { Records = 3 });
        Assert.Equal(PageEnd.Limit, first.End);
        RangePage last = await PlanAsync(archive, all with { FromOffset = archive.End - 1 }, PageLimits.Default);
        Assert.Equal((PageEnd.Archive, archive.End), (last.End, last.NextOffset));
        RangePage past = await PlanAsync(archive, all with { FromOffset = archive.End + 7 }, PageLimits.Default);
        Assert.Equal((PageEnd.Archive, archive.End + 7, 0), (past.End, past.NextOffset, past.Slices.Count));
        RangePage bounded = await PlanAsync(archive, all with { ToOffset = archive.End }, new PageLimits { Bytes = long.MaxValue });
        Assert.Equal((PageEnd.Range, archive.End), (bounded.End, bounded.NextOffset));
        RangePage empty = await PlanAsync(archive, all with { FromOffset = 5, ToOffset = 5 }, PageLimits.Default);
        Assert.Equal((PageEnd.Range, 5L, 0), (empty.End, empty.NextOffset, empty.Slices.Count));
    }

    [Fact]
    public async Task ObjectsWithoutWantedRecordsEndAPageToo()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(7, 12);

        RangePage page = await PlanAsync(
            archive,
            new RecordRange(RangeArchive.Partition) { FromTime = 90_000_000 },
            new PageLimits { Objects = 5 }
        );

        Assert.Equal(PageEnd.Limit, page.End);
        Assert.Empty(page.Slices);
        Assert.InRange(page.NextOffset, archive.Start + 1, archive.End - 1);
    }

    [Fact]
    public async Task PartitionWithoutArchiveIsEmpty()
    {
        RangePage page = await PlanAsync(new RangeArchive(), new RecordRange(RangeArchive.Partition), PageLimits.Default);
        Assert.Equal((PageEnd.Archive, 0L, 0), (page.End, page.NextOffset, page.Slices.Count));
    }

    private static Task<RangePage> PlanAsync(RangeArchive archive, RecordRange range, PageLimits limits)
    {
        var objects = new ArchiveObjects(archive.Store);
        return new RangePager(new RangeSlices(objects, new ArchiveLocator(archive.Store))).PlanAsync(range, limits, default);
    }

    private static async Task<long[]> ReadAsync(RangeArchive archive, RecordRange range)
    {
        var objects = new ArchiveObjects(archive.Store);
        var offsets = new List<long>();
        await foreach (
            ArchivedBlock block in new RangeReader(objects).ReadAsync(
                new RangeSlices(objects, new ArchiveLocator(archive.Store)),
                range,
                default
            )
        )
        {
            offsets.AddRange(block.Records.Select(record => record.Offset));
        }

        return [.. offsets];
    }

    private static async Task<long[]> ReadPagesAsync(RangeArchive archive, RecordRange range, PageLimits limits)
    {
        var reader = new RangeReader(new ArchiveObjects(archive.Store));
        var offsets = new List<long>();
        RangePage page;
        do
        {
            page = await PlanAsync(archive, range, limits);
            int before = offsets.Count;
            foreach (ObjectSlice slice in page.Slices)
            {
                await foreach (ArchivedBlock block in reader.ReadAsync(slice, page.Range, default))
                    offsets.AddRange(block.Records.Select(record => record.Offset));
            }

            Assert.InRange(offsets.Count - before, 0, limits.Records);
            Assert.True(page.End != PageEnd.Limit || page.NextOffset > range.FromOffset, "The next page begins where this one did.");
            range = range with { FromOffset = page.NextOffset };
        } while (page.End == PageEnd.Limit);

        return [.. offsets];
    }

    private static RecordRange RandomRange(Random random, RangeArchive archive)
    {
        RecordRange range = new(RangeArchive.Partition);
        if (random.Next(2) == 0)
            range = range with { FromOffset = random.NextInt64(Math.Max(0, archive.Start - 5), archive.End + 5) };
        if (random.Next(2) == 0)
            range = range with { ToOffset = random.NextInt64(Math.Max(0, archive.Start - 5), archive.End + 5) };
        long earliest = 1_000_000 + (archive.Start * 10) - 300;
        long latest = 1_000_000 + (archive.End * 10) + 300;
        if (random.Next(2) == 0)
            range = range with { FromTime = random.NextInt64(earliest, latest) };
        return random.Next(2) == 0 ? range with { ToTime = random.NextInt64(earliest, latest) } : range;
    }

    private static PageLimits RandomLimits(Random random) =>
        new()
        {
            Records = random.Next(2) == 0 ? random.Next(1, 20) : long.MaxValue,
            Bytes = random.Next(1, 8) * 1024 * 1024,
            Objects = random.Next(1, 6),
        };
}
