using KafkaStore.Tests.Http;

namespace KafkaStore.Tests.Reading;

/// <summary>
/// Random time ranges of random archives, with random catalogs and without: read whole, page by page, and by the command line
/// from any path, they give what a filter over all records gives. A failure names its seed and range; the seed alone repeats it.
/// </summary>
public sealed class TimeRangeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task AnyTimeRangeGivesExactlyItsRecordsWhateverTheCatalogLacks()
    {
        for (int seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            RandomArchive archive = await RandomArchive.MakeAsync(random);
            var ranges = new RandomRanges(random, archive);
            for (int i = 0; i < 12; i++)
            {
                RecordRange range = ranges.NextInTime();
                IArchiveEntries entries =
                    random.Next(5) == 0 ? new ArchiveLocator(archive.Store) : await RandomCatalog.OverAsync(archive.Store, random);
                output.WriteLine($"seed {seed}, range {i}: {range}");
                long[] expected = Wanted(archive, range);
                Assert.Equal(expected, await ReadAsync(archive, entries, range));
                Assert.Equal(expected, await ReadPagesAsync(archive, entries, range, random.Next(1, 4)));
                await AssertPrintedAsync(archive, entries, range, random);
            }
        }
    }

    private static long[] Wanted(RandomArchive archive, RecordRange range) =>
        [
            .. archive
                .Records.Where(record =>
                    record.Offset >= range.FromOffset
                    && record.Offset < range.ToOffset
                    && record.Timestamp >= range.FromTime
                    && record.Timestamp < range.ToTime
                )
                .Select(record => record.Offset),
        ];

    private static async Task<long[]> ReadAsync(RandomArchive archive, IArchiveEntries entries, RecordRange range)
    {
        var objects = new ArchiveObjects(archive.Store);
        return await OffsetsAsync(new RangeReader(objects).ReadAsync(new RangeSlices(objects, entries), range, default));
    }

    private static async Task<long[]> ReadPagesAsync(RandomArchive archive, IArchiveEntries entries, RecordRange range, int objectsAPage)
    {
        var objects = new ArchiveObjects(archive.Store);
        var pager = new RangePager(new RangeSlices(objects, entries));
        var offsets = new List<long>();
        RangePage page;
        do
        {
            page = await pager.PlanAsync(range, new PageLimits { Objects = objectsAPage }, default);
            foreach (ObjectSlice slice in page.Slices)
                offsets.AddRange(await OffsetsAsync(new RangeReader(objects).ReadAsync(slice, page.Range, default)));
            Assert.True(page.End != PageEnd.Limit || page.NextOffset > range.FromOffset, "The next page begins where this one did.");
            range = range with { FromOffset = page.NextOffset };
        } while (page.End == PageEnd.Limit);

        if (page.End == PageEnd.Archive && range.ToOffset > archive.End)
        {
            Assert.InRange(
                page.NextOffset,
                Math.Max(archive.Borders[^1], page.Range.FromOffset),
                Math.Max(archive.End, page.Range.FromOffset)
            );
        }

        return [.. offsets];
    }

    private static async Task AssertPrintedAsync(RandomArchive archive, IArchiveEntries entries, RecordRange range, Random random)
    {
        long named = archive.Borders[random.Next(archive.Borders.Count)];
        ArchivePath path = ReaderArchive.Partition(3);
        if (named <= range.FromOffset && random.Next(2) == 0)
            (path, range) = (ReaderArchive.Object(3, named), range with { FromOffset = named, ToOffset = Math.Max(named, range.ToOffset) });
        var request = new ReaderRequest
        {
            FromOffset = range.FromOffset > 0 ? range.FromOffset : null,
            ToOffset = range.ToOffset < long.MaxValue ? range.ToOffset : null,
            FromTime = range.FromTime > long.MinValue ? range.FromTime : null,
            ToTime = range.ToTime < long.MaxValue ? range.ToTime : null,
        };
        byte[] lines = await new ReaderArchive(archive.Store).ReadAsync(path, request, entries);
        Assert.Equal(Wanted(archive, range), LineRecords.Parse(lines).Select(record => record.Offset));
    }

    private static async Task<long[]> OffsetsAsync(IAsyncEnumerable<ArchivedBlock> blocks)
    {
        var offsets = new List<long>();
        await foreach (ArchivedBlock block in blocks)
            offsets.AddRange(block.Records.Select(record => record.Offset));
        return [.. offsets];
    }
}
