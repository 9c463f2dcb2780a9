using KafkaStore.Tests.Http;

namespace KafkaStore.Tests.Reading;

/// <summary>Ranges of an archive whose older objects lie in an archive tier: what can be read is, and of the rest all is named.</summary>
public sealed class OfflineRangeTests : IAsyncLifetime
{
    private static readonly ArchiveName[] Names = [.. Enumerable.Range(0, 4).Select(i => new ArchiveName(RangeArchive.Partition, i * 10))];

    private readonly MemoryObjectStore store = new("memory:cold", keepsMetadata: true);

    public async Task InitializeAsync()
    {
        Sha256Hash chain = ChainHash.Origin(Names[0]);
        foreach (ArchiveName name in Names)
        {
            using var body = new ContainerBody(name, ContainerCodec.Null, new SpoolFile(), 1);
            for (long offset = name.BaseOffset; offset < name.BaseOffset + 10; offset++)
                await body.AppendAsync(RecordEncoding.Encode(new Record(offset, 1_000 * offset, null, new byte[] { 1 }, [])));
            ContainerFacts facts = await body.CompleteAsync();
            chain = ChainHash.Next(chain, name.BaseOffset, facts.NextOffset, facts.Records, facts.RecordsDigest);
            var segment = new SegmentFacts(facts, RollReason.Count, "test", chain);
            await store.CreateAsync(name.ToString(), new ContainerContent(body, segment.ToMetadata(), segment.ToObjectMetadata()), default);
        }

        store.MoveOffline(Names[0].ToString());
        store.MoveOffline(Names[1].ToString());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(20L, long.MaxValue, long.MinValue, 20, 40)]
    [InlineData(25L, 35L, long.MinValue, 25, 35)]
    [InlineData(0L, long.MaxValue, 22_000L, 22, 40)] // the search passes over them by their times
    public async Task WhatIsNotInTheTierIsReadAsEver(long from, long to, long fromTime, int first, int end)
    {
        List<long> offsets = await ReadAsync(
            new RecordRange(RangeArchive.Partition)
            {
                FromOffset = from,
                ToOffset = to,
                FromTime = fromTime,
            }
        );

        Assert.Equal(Enumerable.Range(first, end - first).Select(offset => (long)offset), offsets);
    }

    [Fact]
    public async Task WhereNothingIsWantedOfThemTheEndOfTheArchiveIsKnown()
    {
        foreach (ArchiveName name in Names)
            store.MoveOffline(name.ToString());
        var objects = new ArchiveObjects(store);
        var locator = new ArchiveLocator(store);

        RangePage page = await new RangePager(new RangeSlices(objects, locator)).PlanAsync(
            new RecordRange(RangeArchive.Partition) { FromTime = 100_000 },
            new PageLimits(),
            default
        );

        Assert.Equal((40, PageEnd.Archive), (page.NextOffset, page.End));
        Assert.Equal(40, await new PartitionObjects(objects, locator).FindReachAsync(RangeArchive.Partition, 40, default));
    }

    [Theory]
    [InlineData(0L, long.MaxValue, long.MinValue, 0, 1)]
    [InlineData(12L, long.MaxValue, long.MinValue, 1, 1)]
    [InlineData(0L, 10L, long.MinValue, 0, 0)]
    [InlineData(0L, long.MaxValue, 11_000L, 1, 1)]
    public async Task WhatIsInTheTierIsNamedAllOfIt(long from, long to, long fromTime, int first, int last)
    {
        var range = new RecordRange(RangeArchive.Partition)
        {
            FromOffset = from,
            ToOffset = to,
            FromTime = fromTime,
        };

        ObjectOfflineException met = await Assert.ThrowsAsync<ObjectOfflineException>(() => ReadAsync(range));

        Assert.Equal(Names[first].ToString(), met.Name);
        Assert.Equal(Names[first..(last + 1)], await new OfflineObjects(store).FindAsync(range, default).ToListAsync());
    }

    [Fact]
    public async Task OverHttpThePagesBeforeThemAreServedAndThenThereIsAConflict()
    {
        store.BringBack(Names[0].ToString());
        await using HttpArchive served = await HttpArchive.StartAsync(store);
        using HttpResponseMessage page = await served.GetAsync($"{HttpArchive.Orders3}/records");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(10, (await page.Content.ReadAsStringAsync()).Count(character => character == '\n'));

        using HttpResponseMessage refused = await served.GetAsync($"{HttpArchive.Orders3}/records{HttpArchive.NextOf(page)}");

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Contains("lies in an archive tier", problem["detail"]!.GetValue<string>());
        Assert.Equal([Names[1].ToString()], problem["objects"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Fact]
    public async Task TheListOfSegmentsHasThem()
    {
        await using HttpArchive served = await HttpArchive.StartAsync(store);
        using HttpResponseMessage answer = await served.GetAsync($"{HttpArchive.Orders3}/segments");
        JsonArray segments = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["segments"]!.AsArray();
        Assert.Equal([0L, 10, 20, 30], segments.Select(segment => segment!["baseOffset"]!.GetValue<long>()));
        Assert.All(segments, segment => Assert.Equal(10, segment!["records"]!.GetValue<long>()));
    }

    private async Task<List<long>> ReadAsync(RecordRange range)
    {
        var objects = new ArchiveObjects(store);
        var offsets = new List<long>();
        await foreach (
            ArchivedBlock block in new RangeReader(objects).ReadAsync(new RangeSlices(objects, new ArchiveLocator(store)), range, default)
        )
        {
            offsets.AddRange(block.Records.Select(record => record.Offset));
        }

        return offsets;
    }
}
