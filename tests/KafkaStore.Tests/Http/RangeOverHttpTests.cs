using KafkaStore.Functions;
using KafkaStore.Naming;
using KafkaStore.Reading;
using KafkaStore.Tests.Avro;
using KafkaStore.Tests.Reading;

namespace KafkaStore.Tests.Http;

/// <summary>Random ranges: what HTTP gives in each format, page by page, is what a plain scan of the whole archive gives.</summary>
public sealed class RangeOverHttpTests
{
    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public async Task LinesContainersAndAPlainScanAgreeRecordForRecord(int seed)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(seed, 5);
        List<(Record Record, string Text)> scan = await ScanAsync(archive);
        Assert.Equal(archive.Records.Select(SampleRecords.Text), scan.Select(one => one.Text));
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store, new HttpReadingOptions { PageBytes = 3 * 1024 * 1024 });
        var random = new Random(seed);
        for (int round = 0; round < 14; round++)
        {
            RecordRange range = RandomRange(random, archive, round);
            string query = Query(range, limit: random.Next(2) == 0 ? random.Next(1, 20) : null, random);
            string[] expected = [.. scan.Where(one => range.Includes(one.Record)).Select(one => one.Text)];

            List<byte[]> lines = await served.ReadPagesAsync(query);
            List<byte[]> containers = await served.ReadPagesAsync(query, "avro/binary");

            Assert.Equal(expected, lines.SelectMany(LineRecords.Parse).Select(SampleRecords.Text));
            Assert.Equal(expected, (await ReadContainersAsync(containers)).Select(SampleRecords.Text));
        }
    }

    [Fact]
    public async Task RecordsOfEveryShapeComeBack()
    {
        var archive = new RangeArchive();
        await archive.AddAsync(SampleRecords.Varied(seed: 34, count: 2_000, maximumValue: 3_000));
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);

        SampleContainers.AssertEqual(archive.Records, (await served.ReadPagesAsync("")).SelectMany(LineRecords.Parse));
        SampleContainers.AssertEqual(archive.Records, await ReadContainersAsync(await served.ReadPagesAsync("", "avro/binary")));
    }

    [Fact]
    public async Task ObjectsOfTheOriginalToolAreServedInBothFormats()
    {
        var archive = new RangeArchive();
        byte[] sync = [.. Enumerable.Range(1, 16).Select(each => (byte)each)];
        const string Schema = """{"type":"record","name":"message","fields":[{"name":"timestamp","type":"long"},{"name":"key","type":["null","bytes"]},{"name":"value","type":["null","bytes"]}]}""";
        byte[] records = [.. Enumerable.Range(0, 20).SelectMany(each => new PlainAvro().Long(1000 + each).Optional(null).Optional([(byte)each]).ToArray())];
        archive.Store.Replace(
            new ArchiveName(RangeArchive.Partition, 40).ToString(),
            new PlainAvro().Header(sync, ("avro.schema", Schema)).Block(20, records, sync).ToArray());
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);

        List<byte[]> lines = await served.ReadPagesAsync("?fromOffset=45&toOffset=55&fromTime=1008");
        List<byte[]> containers = await served.ReadPagesAsync("?fromOffset=45&toOffset=55&fromTime=1008", "avro/binary");

        long[] expected = [48, 49, 50, 51, 52, 53, 54];
        Assert.Equal(expected, lines.SelectMany(LineRecords.Parse).Select(record => record.Offset));
        Assert.Equal(expected, (await ReadContainersAsync(containers)).Select(record => record.Offset));
    }

    [Fact]
    public async Task BlocksThatAreWantedWholePassThroughAsTheyAreStored()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(35, 4);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);

        byte[] container = Assert.Single(await served.ReadPagesAsync("", "avro/binary"));

        await using var reader = await SampleContainers.OpenAsync(container);
        var passed = new List<string>();
        while (await reader.ReadStoredAsync(default) is { } block)
            passed.Add($"{block.Count} {Sha256Hash.Of(block.Data.Span)}");
        var stored = new List<string>();
        foreach (string name in archive.Store.Names)
        {
            await using var own = await SampleContainers.OpenAsync(archive.Store.BytesOf(name));
            while (await own.ReadStoredAsync(default) is { } block)
                stored.Add($"{block.Count} {Sha256Hash.Of(block.Data.Span)}");
        }

        Assert.Equal(stored, passed);
    }

    private static async Task<List<Record>> ReadContainersAsync(IEnumerable<byte[]> containers)
    {
        var records = new List<Record>();
        foreach (byte[] container in containers)
            records.AddRange(await SampleContainers.ReadAsync(container));
        return records;
    }

    private static async Task<List<(Record Record, string Text)>> ScanAsync(RangeArchive archive)
    {
        var chain = new ArchiveChainReader(new ArchiveObjects(archive.Store), TimeProvider.System);
        var records = new List<(Record, string)>();
        var first = new ArchiveName(RangeArchive.Partition, archive.Start);
        await foreach (ArchivedBlock block in chain.ReadAsync(first, (_, _) => ValueTask.CompletedTask, wait: false, default))
            records.AddRange(block.Records.Select(record => (record with { Key = null, Value = null }, SampleRecords.Text(record))));
        return records;
    }

    // The first rounds are the corners: empty, before the first, from the last on, one record.
    private static RecordRange RandomRange(Random random, RangeArchive archive, int round)
    {
        RecordRange range = new(RangeArchive.Partition);
        long some = random.NextInt64(archive.Start, archive.End);
        switch (round)
        {
            case 0:
                return range with { FromOffset = some, ToOffset = some };
            case 1:
                return range with { ToOffset = archive.Start };
            case 2:
                return range with { FromOffset = archive.End };
            case 3:
                return range with { FromOffset = some, ToOffset = some + 1 };
            case 4:
                return range with { ToTime = 1 };
        }

        if (random.Next(2) == 0)
            range = range with { FromOffset = random.NextInt64(archive.Start, archive.End) };
        if (random.Next(2) == 0)
            range = range with { ToOffset = random.NextInt64(range.FromOffset, archive.End + 5) };
        long earliest = 1_000_000 + (archive.Start * 10) - 300;
        long latest = 1_000_000 + (archive.End * 10) + 300;
        if (random.Next(2) == 0)
            range = range with { FromTime = random.NextInt64(earliest, latest) };
        return random.Next(2) == 0 ? range with { ToTime = random.NextInt64(Math.Max(earliest, range.FromTime), latest) } : range;
    }

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

        string Time(long milliseconds) => random.Next(2) == 0 ? $"{milliseconds}" : TimeText.Format(milliseconds)!;
    }
}
