using KafkaStore.LocalHost;
using KafkaStore.LocalHost.Http;
using KafkaStore.Reading.Ranges;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStore.Stores.Tests.Azure;

/// <summary>What one record costs on a real service: requests and bytes as they went over the wire.</summary>
public sealed class AzureSeekTests(LargeAzureArchive archive) : IClassFixture<LargeAzureArchive>
{
    private const int MostBytes = 2_000_000;
    private const int MostListings = 20;
    private const long Middle = LargeAzureArchive.Records / 2;
    private const string Token = "a-token";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OneRecordOf64MebibytesByOffsetTakesTwoRangedReads(bool overHttp)
    {
        await AssertReadAsync(new RecordRange(LargeAzureArchive.Large) { FromOffset = Middle, ToOffset = Middle + 1 }, overHttp);
        Assert.Single(Listings());
        AssertTwoRangedReads(Others());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OneRecordOf64MebibytesByTimeTakesTwoRangedReads(bool overHttp)
    {
        long time = LargeAzureArchive.Expected(Middle).Timestamp;
        await AssertReadAsync(new RecordRange(LargeAzureArchive.Large) { FromTime = time, ToTime = time + 1 }, overHttp);
        Assert.Single(Listings());

        // By time nothing but its absence tells that no object follows which could have such a record too.
        ProxiedRequest[] others = Others();
        Assert.Single(others, request => request.Method == "HEAD");
        AssertTwoRangedReads([.. others.Where(request => request.Method != "HEAD")]);
    }

    [Fact]
    public async Task WithACatalogNothingIsListed()
    {
        var catalog = new MemoryCatalog();
        await catalog.AddAsync(
            new CatalogEntry(archive.LargeName, LargeAzureArchive.Records, archive.LargeBytes, new Md5Hash(new byte[16])),
            default
        );
        int before = catalog.Calls;

        await AssertReadAsync(
            new RecordRange(LargeAzureArchive.Large) { FromOffset = Middle, ToOffset = Middle + 1 },
            overHttp: false,
            new CatalogLookup(catalog, new ArchiveLocator(archive.Store), e => throw e)
        );

        Assert.Equal(before + 1, catalog.Calls);
        Assert.Empty(Listings());
        AssertTwoRangedReads(Others());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AmongMoreThanAThousandObjectsTheListingsAreTwentyAtMost(bool overHttp)
    {
        long offset = LargeAzureArchive.OneAmongMany + 500;
        await AssertReadAsync(new RecordRange(LargeAzureArchive.Many) { FromOffset = offset, ToOffset = offset + 1 }, overHttp);
        Assert.InRange(Listings().Length, 1, MostListings);
        AssertTwoRangedReads(Others());
    }

    private async Task AssertReadAsync(RecordRange range, bool overHttp, IArchiveEntries? entries = null)
    {
        archive.Proxy.Clear();
        (long offset, byte[] value) = overHttp
            ? await ReadOverHttpAsync(range)
            : await ReadAsync(range, entries ?? new ArchiveLocator(archive.Store));
        Record expected = LargeAzureArchive.Expected(offset);
        Assert.True(range.Includes(expected), $"Offset {offset} came.");
        Assert.NotEmpty(value);
        Assert.True(expected.Value!.Value.Span.StartsWith(value), $"The value of offset {offset} is another.");
    }

    private async Task<(long Offset, byte[] Value)> ReadAsync(RecordRange range, IArchiveEntries entries)
    {
        var objects = new ArchiveObjects(archive.Store);
        var records = new List<(long, byte[])>();
        await foreach (ArchivedBlock block in new RangeReader(objects).ReadAsync(new RangeSlices(objects, entries), range, default))
            records.AddRange(block.Records.Select(record => (record.Offset, record.Value!.Value.ToArray())));
        return Assert.Single(records);
    }

    private async Task<(long Offset, byte[] Value)> ReadOverHttpAsync(RecordRange range)
    {
        await using LocalReader reader = await LocalReader.StartAsync(
            archive.Store,
            new HttpServerOptions(0) { Token = Token },
            NullLoggerFactory.Instance,
            default
        );
        using var client = new HttpClient { BaseAddress = reader.Server.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", Token);
        string query =
            range.ToOffset < long.MaxValue
                ? $"fromOffset={range.FromOffset}&toOffset={range.ToOffset}"
                : $"fromTime={range.FromTime}&toTime={range.ToTime}";
        string lines = await client.GetStringAsync(
            $"api/topics/{range.Partition.Topic}/partitions/{range.Partition.Partition}/records?{query}"
        );
        JsonElement line = JsonDocument.Parse(Assert.Single(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        return (line.GetProperty("offset").GetInt64(), line.GetProperty("valueBase64").GetBytesFromBase64());
    }

    private ProxiedRequest[] Listings() => [.. archive.Proxy.Requests.Where(request => request.IsListing)];

    private ProxiedRequest[] Others() => [.. archive.Proxy.Requests.Where(request => !request.IsListing)];

    private void AssertTwoRangedReads(ProxiedRequest[] requests)
    {
        Assert.Equal(["GET", "GET"], requests.Select(request => request.Method));
        Assert.All(requests, request => Assert.Matches("^bytes=[0-9]+-[0-9]+$", request.Headers["x-ms-range"]));
        Assert.InRange(archive.Proxy.ReturnedBytes, 1, MostBytes);
    }
}
