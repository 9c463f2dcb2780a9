using KafkaStore.Tests.Http;

namespace KafkaStore.Tests.Reading;

/// <summary>
/// Random ranges of random archives: HTTP as lines, zipped lines and containers, page by page, the reader in each format, a
/// plain scan, and what was written agree record for record. A failure names its seed and range; the seed alone repeats it.
/// </summary>
public sealed class EveryWayToReadTests(ITestOutputHelper output)
{
    private const int RangesEach = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task AllWaysGiveTheSameRecords(int seed)
    {
        var random = new Random(seed);
        RandomArchive archive = await RandomArchive.MakeAsync(random);
        Assert.Equal(archive.Records.Select(SampleRecords.Text), await ScanAsync(archive));
        await using HttpArchive served = await HttpArchive.StartAsync(
            archive.Store,
            new HttpReadingOptions { PageBytes = random.Next(1, 8) * 1024 * 1024 }
        );
        var ranges = new RandomRanges(random, archive);
        for (int i = 0; i < RangesEach; i++)
        {
            RecordRange range = ranges.Next();
            int? limit = random.Next(2) == 0 ? random.Next(1, 20) : null;
            output.WriteLine($"seed {seed}, range {i}: {range}, limit {limit}");
            Record[] expected = [.. archive.Records.Where(record => IsWanted(record, range))];
            await AssertServedAsync(served, archive, Query(range, limit, random), range, expected);
            await AssertPrintedAsync(archive, range, limit, limit is { } most ? expected[..Math.Min(most, expected.Length)] : expected);
        }
    }

    private static async Task AssertServedAsync(
        HttpArchive served,
        RandomArchive archive,
        string query,
        RecordRange range,
        Record[] expected
    )
    {
        if (range.FromOffset > archive.End)
        {
            Assert.Empty(expected);
            using HttpResponseMessage refused = await served.GetAsync($"{HttpArchive.Orders3}/records{query}");
            Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, refused.StatusCode);
            return;
        }

        SampleContainers.AssertEqual(expected, (await served.ReadPagesAsync(query)).SelectMany(LineRecords.Parse));
        SampleContainers.AssertEqual(expected, (await served.ReadPagesAsync(query, encoding: "gzip")).SelectMany(LineRecords.Parse));
        var contained = new List<Record>();
        foreach (byte[] container in await served.ReadPagesAsync(query, "avro/binary"))
            contained.AddRange(await SampleContainers.ReadAsync(container));
        SampleContainers.AssertEqual(expected, contained);
    }

    private static async Task AssertPrintedAsync(RandomArchive archive, RecordRange range, int? limit, Record[] expected)
    {
        var reader = new ReaderArchive(archive.Store);
        var request = new ReaderRequest
        {
            FromOffset = range.FromOffset > 0 ? range.FromOffset : null,
            ToOffset = range.ToOffset < long.MaxValue ? range.ToOffset : null,
            FromTime = range.FromTime > long.MinValue ? range.FromTime : null,
            ToTime = range.ToTime < long.MaxValue ? range.ToTime : null,
            Limit = limit ?? long.MaxValue,
        };
        ArchivePath path = expected.Length % 2 == 0 ? ReaderArchive.Partition(3) : ReaderArchive.Topic;
        SampleContainers.AssertEqual(expected, LineRecords.Parse(await reader.ReadAsync(path, request)));
        SampleContainers.AssertEqual(
            expected,
            await SampleContainers.ReadAsync(await reader.ReadAsync(path, request with { Format = RecordFormat.Avro }))
        );
        byte[] raw = [.. expected.SelectMany(record => (record.Value?.ToArray() ?? []).Append((byte)'\n'))];
        Assert.Equal(raw, await reader.ReadAsync(path, request with { Format = RecordFormat.Raw }));
    }

    private static async Task<List<string>> ScanAsync(RandomArchive archive)
    {
        var chain = new ArchiveChainReader(new ArchiveObjects(archive.Store), TimeProvider.System);
        var records = new List<string>();
        var first = new ArchiveName(RangeArchive.Partition, archive.Start);
        await foreach (ArchivedBlock block in chain.ReadAsync(first, (_, _) => ValueTask.CompletedTask, wait: false, default))
            records.AddRange(block.Records.Select(SampleRecords.Text));
        return records;
    }

    // Said once more, in other words than the product's.
    private static bool IsWanted(Record record, RecordRange range) =>
        record.Offset >= range.FromOffset
        && record.Offset < range.ToOffset
        && record.Timestamp >= range.FromTime
        && record.Timestamp < range.ToTime;

    private static string Query(RecordRange range, int? limit, Random random)
    {
        var parts = new List<string>();
        if (range.FromOffset > 0)
            parts.Add($"fromOffset={range.FromOffset}");
        if (range.ToOffset < long.MaxValue)
            parts.Add($"toOffset={range.ToOffset}");
        if (range.FromTime > long.MinValue)
            parts.Add($"fromTime={Time(range.FromTime)}");
        if (range.ToTime < long.MaxValue)
            parts.Add($"toTime={Time(range.ToTime)}");
        if (limit is not null)
            parts.Add($"limit={limit}");
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";

        string Time(long milliseconds) =>
            random.Next(2) == 0 ? milliseconds.ToString(CultureInfo.InvariantCulture) : TimeText.Format(milliseconds)!;
    }
}
